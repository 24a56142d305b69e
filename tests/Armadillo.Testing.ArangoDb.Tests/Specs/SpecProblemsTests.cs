using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.ArangoDb.Tests.Specs;

public sealed class SpecProblemsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(4)]
    public void An_agency_needs_an_odd_number_of_agents(int agents)
    {
        var expected = $"Agents is {agents}; it must be odd and at least 1, because a Raft group needs a majority. Use 1, 3 or 5.";

        Assert.Equal([expected], ProblemsOf(Lab.Agency with { Agents = agents }));
        Assert.Equal([expected], ProblemsOf(Lab.Cluster with { Agents = agents }));
    }

    [Fact]
    public void A_cluster_needs_a_dbserver_and_a_coordinator_and_every_problem_is_told_at_once()
    {
        var problems = ProblemsOf(Lab.Cluster with { Agents = 2, DbServers = 0, Coordinators = -3, Timing = new AgencyTiming { SupervisionFrequency = TimeSpan.Zero } });

        Assert.Equal(4, problems.Count);
        Assert.Contains("DbServers is 0; a cluster needs at least 1.", problems);
        Assert.Contains("Coordinators is -3; a cluster needs at least 1.", problems);
        Assert.Contains("AgencyTiming.SupervisionFrequency is 0 s; it must be more than zero.", problems);
    }

    [Fact]
    public void The_message_of_several_problems_counts_and_lists_them()
    {
        var message = Assert.Throws<SpecException>(() => (Lab.Cluster with { DbServers = 0, Coordinators = 0 }).ToTopology()).Message;

        Assert.Equal(
            """
            Cluster has 2 problems:
              - DbServers is 0; a cluster needs at least 1.
              - Coordinators is 0; a cluster needs at least 1.
            """.ReplaceLineEndings(),
            message);
    }

    [Fact]
    public void Elections_need_time_and_spread()
    {
        Assert.Equal(
            ["AgencyTiming.ElectionTimeoutMin is 0.1 s; it must be at least 0.15 s."],
            ProblemsOf(Lab.Agency with { Timing = new AgencyTiming { ElectionTimeoutMin = TimeSpan.FromSeconds(0.1) } }));
        Assert.Equal(
            ["AgencyTiming.ElectionTimeoutMax is 2 s; it must be more than twice ElectionTimeoutMin (1 s)."],
            ProblemsOf(Lab.Agency with { Timing = new AgencyTiming { ElectionTimeoutMin = TimeSpan.FromSeconds(1), ElectionTimeoutMax = TimeSpan.FromSeconds(2) } }));
    }

    [Fact]
    public void A_server_cannot_fail_before_it_is_bad() => Assert.Equal(
        ["AgencyTiming.SupervisionGracePeriod is 3 s; it must not be less than SupervisionOkThreshold (5 s)."],
        ProblemsOf(Lab.Cluster with { Timing = new AgencyTiming { SupervisionGracePeriod = TimeSpan.FromSeconds(3) } }));

    [Fact]
    public void The_smallest_cluster_is_one_of_each() =>
        Assert.Equal(["agent-1", "dbserver-1", "coordinator-1"], (Lab.Cluster with { Agents = 1, DbServers = 1, Coordinators = 1 }).ToTopology().Instances.Select(i => i.Name));

    private static IReadOnlyList<string> ProblemsOf(ArangoSpec spec) => Assert.Throws<SpecException>(spec.ToTopology).Problems;
}
