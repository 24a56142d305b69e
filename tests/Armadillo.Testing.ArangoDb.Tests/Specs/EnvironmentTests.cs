using System.Globalization;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.Plans;

namespace Armadillo.Testing.ArangoDb.Tests.Specs;

public sealed class EnvironmentTests : IAsyncLifetime
{
    private const string MemoryVariable = "ARANGODB_OVERRIDE_DETECTED_TOTAL_MEMORY";
    private readonly Lab _lab = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [Fact]
    public async Task A_clusters_memory_is_shared_out_8_to_agents_69_to_dbservers_and_23_to_coordinators()
    {
        using var plan = await _lab.PlanAsync(Lab.Cluster with { Memory = 1_000_000, Agents = 3, DbServers = 3, Coordinators = 2 });

        Assert.All(plan.Instances, i => Assert.Equal(i.Spec.Role switch { "agent" => 26_667, "dbserver" => 230_000, _ => 115_000 }, MemoryOf(i)));
    }

    [Fact]
    public async Task Servers_of_one_kind_share_all_memory()
    {
        using var agency = await _lab.PlanAsync(Lab.Agency with { Memory = 3_000_000 });
        using var single = await _lab.PlanAsync(Lab.SingleServer with { Memory = 3_000_000 });

        Assert.All(agency.Instances, i => Assert.Equal(1_000_000, MemoryOf(i)));
        Assert.All(single.Instances, i => Assert.Equal(3_000_000, MemoryOf(i)));
    }

    [Fact]
    public async Task Without_a_memory_setting_the_variable_is_not_set()
    {
        using var plan = await _lab.PlanAsync(Lab.Cluster);

        Assert.DoesNotContain(plan.Instances, i => i.Environment.ContainsKey(MemoryVariable));
    }

    [Fact]
    public async Task Every_server_gets_its_directories_and_the_specs_variables_win()
    {
        using var plan = await _lab.PlanAsync(Lab.Cluster with
        {
            Memory = 1000,
            Environment = new Dictionary<string, string> { ["ARMADILLO_TEST_VARIABLE"] = "seen", [MemoryVariable] = "77" },
        });

        Assert.All(plan.Instances, i =>
        {
            Assert.Equal(i.Member.Directories.Root, i.Environment["ARANGODB_SERVER_DIR"]);
            Assert.Equal(i.Member.Directories.Temporary, i.Environment["TMPDIR"]);
            Assert.Equal("seen", i.Environment["ARMADILLO_TEST_VARIABLE"]);
            Assert.Equal(77, MemoryOf(i));
        });
        Assert.Equal(plan.Instances.Count, plan.Instances.Select(i => i.Environment["TMPDIR"]).Distinct().Count());
    }

    private static long MemoryOf(InstancePlan instance) => long.Parse(instance.Environment[MemoryVariable], CultureInfo.InvariantCulture);
}
