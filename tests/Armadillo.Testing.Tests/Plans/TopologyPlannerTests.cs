using System.Net;
using System.Net.Sockets;
using Armadillo.Testing.Plans;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.Tests.Plans;

public sealed class TopologyPlannerTests : IAsyncLifetime
{
    private readonly TestContainer _container = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _container.DisposeAsync().AsTask();

    [Fact]
    public async Task Arguments_see_the_ports_and_directories_of_all()
    {
        var spec = Spec(
            Instance("one") with { Arguments = plan => [$"peer={plan.Members[1].PortNamed("extra")}", $"all={plan.WithRole("role").Count()}", plan.Directory] },
            Instance("two") with { Ports = [PortSpec.Main, new PortSpec("extra")] });

        using var plan = await _container.Starter.PlanAsync(spec);

        Assert.Equal([$"peer={plan.Instances[1].Member.PortNamed("extra")}", "all=2", plan.Workspace.Directory], plan.Instances[0].Arguments);
        Assert.Contains("two has no port named 'x'. It has: main, extra.", Assert.Throws<InvalidOperationException>(() => plan.Instances[1].Member.PortNamed("x")).Message, StringComparison.Ordinal);
        Assert.All(plan.Instances, i => Assert.True(Directory.Exists(i.Member.Directories.Data)));
    }

    [Fact]
    public async Task A_plan_starts_nothing_and_gives_everything_back()
    {
        var plan = await _container.Starter.PlanAsync(Spec(Instance("one")));
        var port = plan.Instances[0].Member.Port;
        using (var listener = new TcpListener(IPAddress.Loopback, port))
        {
            listener.Start();
        }

        plan.Dispose();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_container.Root));
        Testing.Network.PortLeases.LeaseExactly(port).Dispose();
    }

    [Fact]
    public async Task A_failure_while_preparing_leaves_no_directory_and_no_lease()
    {
        var port = 0;
        var spec = Spec(Instance("one") with
        {
            Prepare = (plan, _) =>
            {
                port = plan.Self.Port;
                throw new InvalidOperationException("no");
            },
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => _container.Starter.PlanAsync(spec));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_container.Root));
        Testing.Network.PortLeases.LeaseExactly(port).Dispose();
    }

    [Fact]
    public async Task The_environment_is_the_hosts_without_what_is_withheld_and_with_what_is_set()
    {
        var spec = Spec(
            Instance("heir") with { WithheldVariables = ["HOME"], Environment = _ => [new("EXTRA", "1"), new("TMPDIR", "/elsewhere")] },
            Instance("orphan") with { InheritEnvironment = false });

        using var plan = await _container.Starter.PlanAsync(spec);

        var heir = plan.Instances[0].Environment;
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), heir["PATH"]);
        Assert.Equal(("1", "/elsewhere"), (heir["EXTRA"], heir["TMPDIR"]));
        Assert.False(heir.ContainsKey("HOME"));
        Assert.Equal(["TMPDIR"], plan.Instances[1].Environment.Keys);
        Assert.Equal(plan.Instances[1].Member.Directories.Temporary, plan.Instances[1].Environment["TMPDIR"]);
    }

    [Fact]
    public async Task A_printed_plan_tells_order_readiness_and_command_line()
    {
        var spec = Spec(Instance("one"), Instance("two") with { DependsOn = [Dependency.OnInstance("one")], Arguments = _ => ["it's", "", "$HOME"] });

        using var plan = await _container.Starter.PlanAsync(spec);

        Assert.Equal(
            $"""
            topology planned in {plan.Workspace.Directory}
              one (role) at 127.0.0.1:{plan.Instances[0].Member.Port}
                ready when the process is launched
                /bin/true
              two (role) at 127.0.0.1:{plan.Instances[1].Member.Port}
                after instance 'one'
                ready when the process is launched
                /bin/true 'it'\''s' '' '$HOME'

            """.ReplaceLineEndings(),
            plan.ToString());
    }

    [Fact]
    public async Task Every_missing_program_is_told_at_once()
    {
        var spec = Spec(Instance("a") with { Program = "/no/a" }, Instance("b") with { Program = "no-such-program" }, Instance("c") with { Program = "/no/a" });

        var refusal = await Assert.ThrowsAsync<SpecException>(() => _container.Starter.PlanAsync(spec));

        Assert.Equal(
            [
                "The program '/no/a' of a, c was not found. Give the path of an existing file, or a name that is on PATH.",
                "The program 'no-such-program' of b was not found. Give the path of an existing file, or a name that is on PATH.",
            ],
            refusal.Problems);
    }

    [Fact]
    public void A_bare_name_is_looked_up_on_PATH_and_a_path_is_not()
    {
        Assert.EndsWith("/sh", ProgramLocator.Find("sh"), StringComparison.Ordinal);
        Assert.Equal("/bin/sh", ProgramLocator.Find("/bin/../bin/sh"));
        Assert.Null(ProgramLocator.Find("./sh"));
        Assert.Null(ProgramLocator.Find("/bin"));
    }

    private static TopologySpec Spec(params InstanceSpec[] instances) => new() { Name = "planned", Instances = instances };

    private static InstanceSpec Instance(string name) => new() { Name = name, Role = "role", Program = "/bin/true" };
}
