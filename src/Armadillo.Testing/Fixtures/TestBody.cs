using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.Fixtures;

/// <summary>
/// The body of a running test, which a crash of its topologies ends even when it waits for something else, and which is left behind
/// when it does not end although its framework has given it up.
/// </summary>
internal sealed class TestBody(Task body, IReadOnlyList<Topology> topologies, TimeProvider time, CancellationToken givenUp)
{
    private static readonly TimeSpan _acceptWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _endWithin = TimeSpan.FromSeconds(5);

    /// <exception cref="InstanceCrashedException">A member crashed, and the body did not end by itself.</exception>
    /// <exception cref="TaskCanceledException">The framework gave the test up, and the body did not end.</exception>
    public async Task GuardAsync(Action cancel)
    {
        using var over = new CancellationTokenSource();
        var crash = WaitForCrashAsync(over.Token);
        var giveUp = Task.Delay(Timeout.InfiniteTimeSpan, time, givenUp);
        try
        {
            var first = await Task.WhenAny(body, crash, giveUp).ConfigureAwait(false);
            if (first == crash)
            {
                var report = await crash.ConfigureAwait(false);
                cancel();
                await LetEndAsync().ConfigureAwait(false);
                if (!body.IsCompleted || body.IsCanceled)
                {
                    throw new InstanceCrashedException(report);
                }
            }
            else if (first == giveUp)
            {
                await LetEndAsync().ConfigureAwait(false);
                if (!body.IsCompleted)
                {
                    throw new TaskCanceledException("The test was given up and did not end; it was left behind.");
                }
            }

            await body.ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Gives a body that was told to end the time to do so.</summary>
    public async Task LetEndAsync()
    {
        if (!body.IsCompleted)
        {
            using var ended = new CancellationTokenSource();
            await Task.WhenAny(body, Task.Delay(_endWithin, time, ended.Token)).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A test may wait for a crash and accept it afterwards: only one that it has not accepted after a moment counts.</summary>
    private async Task<CrashReport> WaitForCrashAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var crashed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var registrations = topologies.Select(t => t.Crashed.Register(() => crashed.TrySetResult())).ToList();
            try
            {
                await crashed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                registrations.ForEach(r => r.Dispose());
            }

            await Task.Delay(_acceptWithin, time, cancellationToken).ConfigureAwait(false);
            if (topologies.Select(t => t.PendingCrash).FirstOrDefault(report => report is not null) is { } report)
            {
                return report;
            }
        }
    }
}
