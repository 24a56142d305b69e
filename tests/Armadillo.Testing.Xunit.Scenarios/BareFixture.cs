using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Xunit.Scenarios;

/// <summary>Without a constructor, and for any spec: what a kit's user writes.</summary>
public sealed class BareServer : TopologyFixture<SingleServerSpec>
{
    protected override SingleServerSpec Configure(SingleServerSpec spec) => spec with { Server = ArangodServer.Emulator() };

    protected override void ConfigureServices(IServiceCollection services)
    {
        ScenarioRoot.Use(services, nameof(BareFixture));
        services.AddSingleton("a service of the test");
    }
}

public sealed class BareFixture(BareServer fixture) : IClassFixture<BareServer>
{
    [Fact]
    public void The_topology_runs_and_added_services_are_there()
    {
        Assert.Equal(TopologyState.Running, fixture.Topology.State);
        Assert.Equal("a service of the test", fixture.Services.GetRequiredService<string>());
        Assert.Equal(nameof(BareFixture), Path.GetFileName(Path.GetDirectoryName(fixture.Topology.Workspace.Directory)));
    }
}
