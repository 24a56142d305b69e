using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Scenarios;

/// <summary>Three emulated agents whose links can be cut.</summary>
public sealed class PartitionedAgency : AgencyFixture
{
    protected override AgencySpec Configure(AgencySpec spec) => spec with { Server = ArangodServer.Emulator(), LinkFaults = true };

    protected override void ConfigureServices(IServiceCollection services) => ScenarioRoot.Use(services, nameof(PartitionedAgency));
}

/// <summary>A test that cuts the leader off and leaves it so, and one that needs all three.</summary>
#if NUNIT
[TopologyTests]
#endif
public sealed class Partitioning(PartitionedAgency agency, IFaults faults)
{
    [Test]
    public async Task A_cuts_the_leader_off_and_forgets_it()
    {
        var leader = await agency.Agency.WaitForLeaderAsync();
        await faults.PartitionAsync([leader], [.. agency.Agents.Where(a => a != leader)]);
        Check.Equal("partition", faults.Active.Single().Kind);
    }

    [Test]
    public async Task B_finds_it_healed()
    {
        Check.Empty(faults.Active);
        await agency.Agency.WaitForLeaderAsync();
        await agency.Agency.SetAsync("arango/Testing/after", "the partition");
        await agency.Agency.DeleteAsync("arango/Testing/after");
    }
}
