using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.Tests.Specs;

public sealed class TopologySpecValidatorTests
{
    [Fact]
    public void A_topology_needs_an_instance_and_time_to_start() => Assert.Equal(
        ["Instances is empty; a topology needs at least one.", "StartTimeout is 00:00:00; it must be more than zero."],
        ProblemsOf(new TopologySpec { Name = "t", Instances = [], StartTimeout = TimeSpan.Zero }));

    [Fact]
    public void Names_must_differ() => Assert.Equal(
        ["Two instances are named 'a'; names must differ.", "Two gates are named 'g'; names must differ."],
        ProblemsOf(Topology([Instance("a"), Instance("a"), Instance("b")], Gate("g"), Gate("g"))));

    [Fact]
    public void An_instances_times_and_ports_are_checked() => Assert.Equal(
        [
            "Instance 'a': StartTimeout is -00:00:01; it must be more than zero.",
            "Instance 'a': Stop.GracePeriod is -00:00:02; it must not be negative.",
            "Instance 'a': two ports are named 'p'; names must differ.",
        ],
        ProblemsOf(Topology([
            Instance("a") with
            {
                StartTimeout = TimeSpan.FromSeconds(-1),
                Stop = new StopSpec { GracePeriod = TimeSpan.FromSeconds(-2) },
                Ports = [new PortSpec("p"), new PortSpec("p")],
            },
        ])));

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(65536)]
    public void A_fixed_port_must_be_one(int port) => Assert.Contains(
        $"{port}", Assert.Single(ProblemsOf(Topology([Instance("a") with { Ports = [new PortSpec("p", port)] }]))), StringComparison.Ordinal);

    [Fact]
    public void What_something_depends_on_must_be_there_and_the_message_lists_what_is() => Assert.Equal(
        [
            "Instance 'a' depends on instance 'x', which is not there. There are: a, b.",
            "Instance 'b' depends on role 'y', which is not there. There are: role.",
            "Gate 'g' depends on gate 'z', which is not there. There are: g.",
        ],
        ProblemsOf(Topology(
            [Instance("a", Dependency.OnInstance("x")), Instance("b", Dependency.OnRole("y"))], Gate("g", Dependency.OnGate("z")))));

    [Fact]
    public void Without_gates_none_is_listed() => Assert.Equal(
        ["Instance 'a' depends on gate 'g', which is not there. There are: none."],
        ProblemsOf(Topology([Instance("a", Dependency.OnGate("g"))])));

    [Fact]
    public void An_instance_that_waits_for_itself_is_a_circle() => Assert.Equal(
        ["The dependencies form a circle: a -> a."], ProblemsOf(Topology([Instance("a", Dependency.OnInstance("a"))])));

    [Fact]
    public void A_circle_is_found_over_roles_and_gates() => Assert.Equal(
        ["The dependencies form a circle: a -> gate g -> b -> a."],
        ProblemsOf(Topology(
            [Instance("a", Dependency.OnGate("g")), Instance("b", Dependency.OnInstance("a")) with { Role = "other" }],
            Gate("g", Dependency.OnRole("other")))));

    [Fact]
    public void A_circle_that_is_not_entered_at_its_begin_is_told_without_the_way_there() => Assert.Equal(
        ["The dependencies form a circle: b -> c -> b."],
        ProblemsOf(Topology([
            Instance("a", Dependency.OnInstance("b")), Instance("b", Dependency.OnInstance("c")), Instance("c", Dependency.OnInstance("b")),
        ])));

    [Fact]
    public void Two_ways_to_the_same_instance_are_no_circle() => TopologySpecValidator.Validate(Topology([
        Instance("a"), Instance("b", Dependency.OnInstance("a")), Instance("c", Dependency.OnInstance("a")),
        Instance("d", Dependency.OnInstance("b"), Dependency.OnInstance("c")),
    ]));

    [Fact]
    public void What_must_outlive_an_instance_is_found_over_gates_and_roles()
    {
        var spec = Topology(
            [
                Instance("base") with { Role = "base" },
                Instance("agent-1", Dependency.OnInstance("base")) with { Role = "agent" },
                Instance("agent-2") with { Role = "agent" },
                Instance("server", Dependency.OnGate("agreed")),
            ],
            Gate("agreed", Dependency.OnRole("agent")));

        Assert.Equal(["agent-1", "agent-2", "base"], DependencyGraph.InstancesBefore(spec, spec.Instances[3]).Order());
        Assert.Empty(DependencyGraph.InstancesBefore(spec, spec.Instances[0]));
    }

    private static IReadOnlyList<string> ProblemsOf(TopologySpec spec) => Assert.Throws<SpecException>(() => TopologySpecValidator.Validate(spec)).Problems;

    private static TopologySpec Topology(IReadOnlyList<InstanceSpec> instances, params GateSpec[] gates) =>
        new() { Name = "t", Instances = instances, Gates = gates };

    private static InstanceSpec Instance(string name, params Dependency[] dependencies) =>
        new() { Name = name, Role = "role", Program = "/bin/true", DependsOn = dependencies };

    private static GateSpec Gate(string name, params Dependency[] dependencies) => new() { Name = name, DependsOn = dependencies, Condition = Condition.Launched };
}
