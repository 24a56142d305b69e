using Armadillo.Testing.Events;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using static Armadillo.Testing.Tests.Shells;

namespace Armadillo.Testing.Tests.Health;

public sealed class HealthTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TestContainer _container = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _container.DisposeAsync().AsTask();

    [Fact]
    public async Task So_many_failures_in_a_row_as_the_spec_says_make_an_instance_unhealthy_and_one_success_heals_it()
    {
        var sick = false;
        await using var topology = await _container.Starter.StartAsync(Topology(Shell("one", "exec sleep 1000") with
        {
            Health = Watched(Condition.When("not sick", (_, _) => ValueTask.FromResult((!Volatile.Read(ref sick), sick ? "fever" : "fine")))),
        }));
        await HealthIs(topology["one"], InstanceHealth.Healthy);

        Volatile.Write(ref sick, true);
        await HealthIs(topology["one"], InstanceHealth.Unhealthy);
        Volatile.Write(ref sick, false);
        await HealthIs(topology["one"], InstanceHealth.Healthy);

        var changes = topology.Events.Events.OfType<HealthChanged>().Select(e => $"{e.From}-{e.To}");
        Assert.Equal(["Unknown-Healthy", "Healthy-Unhealthy", "Unhealthy-Healthy"], changes);
        Assert.Contains(topology.Events.Events.OfType<HealthChanged>(), e => e.Seen == "fever");
        Assert.Empty(topology.Crashes);
    }

    [Fact]
    public async Task A_dependent_that_asks_for_health_starts_after_the_first_good_look()
    {
        var looks = 0;
        await using var topology = await _container.Starter.StartAsync(Topology(
            Shell("base", "exec sleep 1000") with
            {
                Health = Watched(Condition.When("third look", (_, _) => ValueTask.FromResult((Interlocked.Increment(ref looks) >= 3, "looked")))) with { Retries = 10 },
            },
            Shell("dependent", "exec sleep 1000") with { DependsOn = [Dependency.OnInstance("base", DependencyCondition.Healthy)] }));

        var order = topology.Events.Events.Where(e => e is HealthChanged || e is InstanceLaunched { Instance: "dependent" }).ToList();
        Assert.IsType<HealthChanged>(order[0]);
        Assert.IsType<InstanceLaunched>(order[1]);
    }

    [Fact]
    public async Task A_suspended_instance_is_not_looked_at()
    {
        var looks = 0;
        await using var topology = await _container.Starter.StartAsync(Topology(Shell("one", "exec sleep 1000") with
        {
            Health = Watched(Condition.When("look", (_, _) => ValueTask.FromResult((Interlocked.Increment(ref looks) > 0, "looked")))),
        }));
        await HealthIs(topology["one"], InstanceHealth.Healthy);

        await topology["one"].SuspendAsync();
        await Task.Delay(100);
        var before = Volatile.Read(ref looks);
        await Task.Delay(300);
        Assert.InRange(Volatile.Read(ref looks), before, before + 1);
        await topology["one"].ResumeAsync();
        await Until(() => Volatile.Read(ref looks) > before + 2);
        Assert.Equal(InstanceHealth.Healthy, topology["one"].Health);
    }

    [Fact]
    public async Task An_unhealthy_instance_is_restarted_within_its_policy()
    {
        await using var topology = await _container.Starter.StartAsync(Topology(Shell("one", "echo $$ > pid; exec sleep 1000") with
        {
            Health = Watched(Condition.When("no file named sick", (context, _) =>
                ValueTask.FromResult((!File.Exists(Path.Combine(context.Target.Directories.Root, "sick")), "looked")))) with
            { RestartWhenUnhealthy = true },
            Restart = new RestartPolicy { Limit = 1, FirstDelay = TimeSpan.FromMilliseconds(10) },
        }));
        var one = topology["one"];
        var first = one.ProcessId;
        var mark = Path.Combine(one.Directories.Root, "sick");
        await HealthIs(one, InstanceHealth.Healthy);

        File.WriteAllText(mark, "");
        await Until(() => topology.Events.Events.OfType<InstanceRetried>().Any());
        File.Delete(mark);
        await Until(() => one.State == InstanceState.Running && one.ProcessId != first);
        await HealthIs(one, InstanceHealth.Healthy);
        Assert.Empty(topology.Crashes);
    }

    private static HealthSpec Watched(Condition condition) => new() { Condition = condition, Interval = TimeSpan.FromMilliseconds(20), Retries = 3 };

    private static Task HealthIs(Instance instance, InstanceHealth health) => Until(() => instance.Health == health);

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(5, patience.Token);
        }
    }
}
