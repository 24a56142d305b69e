using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Faults;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Time;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Armadillo.Testing.Fixtures;

/// <summary>One topology in the hands of one test: how it was, and how it is put in order again.</summary>
internal sealed class TestTopology
{
    private readonly ITestRun _run;
    private readonly IReadOnlyList<IStateCheck> _checks;
    private IReadOnlyList<Instance> _running = [];
    private IReadOnlyList<Fault> _faults = [];
    private StateSnapshot? _before;
    private LogSlices? _logs;
    private bool _begun;

    private TestTopology(RunningTopology running, ITestRun run)
    {
        Running = running;
        _run = run;
        Topology = running.Topology;
        _checks = running.Options.Leftovers == LeftoverMode.Ignore ? [] : [.. running.Services.GetServices<IStateCheck>()];
    }

    public RunningTopology Running { get; }

    /// <summary>The one of this test; the fixture may get another one later.</summary>
    public Topology Topology { get; }

    /// <summary>Waits until the topology is free, and makes sure that it is fit.</summary>
    /// <exception cref="TopologyLostException">It was lost in an earlier test.</exception>
    public static async Task<TestTopology> EnterAsync(RunningTopology running, ITestRun run)
    {
        await running.Gate.WaitAsync(run.CancellationToken).ConfigureAwait(false);
        try
        {
            if (running.Lost is { } reason && running.Options.AfterCrash == AfterCrash.FailFast)
            {
                throw new TopologyLostException(running.Topology.Name, reason);
            }

            if (running.Lost is not null || (running.Options.Sharing == TopologySharing.Test && running.TestsServed > 0))
            {
                await running.RenewAsync(run.CancellationToken).ConfigureAwait(false);
            }

            running.TestsServed++;
            return new TestTopology(running, run);
        }
        catch
        {
            running.Gate.Release();
            throw;
        }
    }

    /// <summary>Remembers how everything is.</summary>
    public async Task BeginAsync()
    {
        _begun = true;
        Topology.Events.CurrentTest = _run.Test.DisplayName;
        Topology.Events.Append(new TestBegan());
        _running = [.. Topology.Instances.Where(i => i.State == InstanceState.Running)];
        _faults = Topology.Faults.Active;
        _before = await StateSnapshot.TakeAsync(_checks, _run.CancellationToken).ConfigureAwait(false);
        _logs = LogSlices.Begin(Topology);
    }

    /// <summary>Takes back what the test did and finds what it left.</summary>
    /// <returns>What fails the test.</returns>
    public async Task<IReadOnlyList<Exception>> PutInOrderAsync(Exception? failure)
    {
        if (Topology.PendingCrash is { } crash)
        {
            return Tell(crash, failure);
        }

        using var limit = Deadline.After(Running.Options.AftercareTimeout * Multiplier, Time).CreateTokenSource(CancellationToken.None);
        try
        {
            await HealAsync(limit.Token).ConfigureAwait(false);
            return await FindLeftoversAsync(limit.Token).ConfigureAwait(false);
        }
        catch (InstanceCrashedException e)
        {
            return Tell(e.Report, failure);
        }
        catch (Exception e)
        {
            var cause = e is OperationCanceledException ? new TimeoutException($"it took longer than {Running.Options.AftercareTimeout.TotalSeconds:0.#} s.", e) : e;
            Running.MarkLost($"could not be put in order after {_run.Test.DisplayName}: {cause.Message}");
            return [new TestAftercareException(Topology.Name, cause)];
        }
    }

    /// <summary>What the members logged goes into the test's output, when that is wanted.</summary>
    public void WriteLogs(bool failed)
    {
        var wanted = Running.Options.LogSlices == LogSliceMode.Always || (failed && Running.Options.LogSlices == LogSliceMode.OnFailure);
        if (wanted && _logs?.ToText(Running.Options.LogSliceLimit) is { Length: > 0 } text)
        {
            _run.WriteOutput(text);
        }
    }

    /// <summary>Lets the next test have it.</summary>
    public void Leave(TestOutcome outcome)
    {
        if (_begun)
        {
            Topology.Events.Append(new TestEnded(outcome.ToString()));
            Topology.Events.CurrentTest = null;
        }

        Running.Gate.Release();
    }

    private TimeProvider Time => Running.Services.GetRequiredService<TimeProvider>();

    private double Multiplier => Running.Services.GetRequiredService<IOptions<ArmadilloOptions>>().Value.TimeoutMultiplier;

    private IReadOnlyList<Exception> Tell(CrashReport crash, Exception? failure)
    {
        Running.CrashWasTold = true;
        foreach (var (report, number) in Topology.CrashReports.OfThisTest.Select((r, n) => (r, n + 1)))
        {
            var path = Path.Combine(report.Directory, $"crash-report-{number}.txt");
            File.WriteAllText(path, report.ToText(int.MaxValue));
            _run.Attach($"{report.Instance}-crash-report.txt", path);
        }

        return Causes(failure).OfType<InstanceCrashedException>().Any(e => e.Report == crash) ? [] : [new InstanceCrashedException(crash)];
    }

    private static IEnumerable<Exception> Causes(Exception? failure) => failure switch
    {
        null => [],
        AggregateException several => several.InnerExceptions.SelectMany(Causes).Prepend(several),
        _ => Causes(failure.InnerException).Prepend(failure),
    };

    /// <summary>Links and suspended members first: nobody could answer. Stopped ones last: their start may need what was taken back.</summary>
    private async Task HealAsync(CancellationToken cancellationToken)
    {
        var done = new List<string>();
        done.AddRange((await Topology.HealLinksAsync(_faults, cancellationToken).ConfigureAwait(false)).Select(fault => fault.ToString()));
        foreach (var instance in _running.Where(i => i.State == InstanceState.Suspended))
        {
            await instance.ResumeAsync(cancellationToken).ConfigureAwait(false);
            done.Add($"{instance.Name} resumed");
        }

        var aftercare = Running.Services.GetServices<ITestAftercare>().ToList();
        foreach (var care in aftercare)
        {
            done.AddRange(await care.TakeBackAsync(cancellationToken).ConfigureAwait(false));
        }

        await Task.WhenAll(_running.Where(i => i.State != InstanceState.Running).Select(async instance =>
        {
            // Whatever the test had begun with it comes to its end first.
            await instance.StopAsync(cancellationToken).ConfigureAwait(false);
            await instance.StartAsync(cancellationToken).ConfigureAwait(false);
            lock (done)
            {
                done.Add($"{instance.Name} started");
            }
        })).ConfigureAwait(false);
        if (done.Count == 0)
        {
            return;
        }

        foreach (var care in aftercare)
        {
            await care.WaitUntilHealedAsync(cancellationToken).ConfigureAwait(false);
        }

        Topology.Events.Append(new Note($"put in order: {string.Join(", ", done)}"));
        _run.WriteOutput($"[{Topology.Name}] put in order after the test: {string.Join(", ", done)}");
    }

    private async Task<IReadOnlyList<Exception>> FindLeftoversAsync(CancellationToken cancellationToken)
    {
        var leftovers = (await StateSnapshot.TakeAsync(_checks, cancellationToken).ConfigureAwait(false)).Since(_before!);
        if (leftovers.Count == 0)
        {
            return [];
        }

        var notRemoved = new List<string>();
        foreach (var leftover in leftovers)
        {
            try
            {
                await leftover.Check.RemoveAsync(leftover.Item, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not InstanceCrashedException)
            {
                notRemoved.Add($"{leftover} ({e.Message})");
            }
        }

        if (notRemoved.Count > 0)
        {
            Running.MarkLost($"{_run.Test.DisplayName} left what could not be removed: {string.Join("; ", notRemoved)}");
        }

        var told = new TestLeftoversException(Topology.Name, [.. leftovers.Select(l => l.ToString())], notRemoved);
        Topology.Events.Append(new Note(told.Message));
        if (Running.Options.Leftovers == LeftoverMode.Fail)
        {
            return [told];
        }

        _run.WriteOutput(told.Message);
        return [];
    }
}
