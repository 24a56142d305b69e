using Armadillo.Testing.Time;

namespace Armadillo.Testing.Readiness;

/// <summary>
/// One wait for one condition. Looks at once, then whenever a probe is told of a change, and otherwise with growing pauses.
/// </summary>
internal sealed class ConditionWait : IDisposable
{
    /// <summary>A look that gets no answer, for example from a suspended server, is given up and repeated.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);

    private readonly Condition _condition;
    private readonly TimeProvider _time;
    private readonly AsyncSignal _wake = new();
    private readonly ConditionProbe _probe;
    private readonly Action<Observation>? _onChange;
    private readonly long _begin;
    private readonly IDisposable[] _activities;
    private bool _wasTold;
    private bool _sawActivity;

    public ConditionWait(
        Condition condition,
        IConditionTarget? target,
        IReadOnlyList<IConditionTarget> members,
        HttpClient http,
        TimeProvider time,
        Action<Observation>? onChange)
    {
        _condition = condition;
        _time = time;
        _onChange = onChange;
        _begin = time.GetTimestamp();

        // Servers log when something changes, so a log line is a good moment to look.
        var watched = target is null ? members : [target];
        _activities = [.. watched.Select(t => t.Log.OnActivity(OnLogActivity))];
        _probe = condition.CreateProbe(new ConditionContext(target, members, http, time, OnTold));
    }

    /// <summary>Waits until the condition is met, its own limit or <paramref name="deadline"/> passes.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ConditionOutcome> RunAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        var schedule = default(PollSchedule);
        Observation? last = null;
        while (true)
        {
            var lookedAt = _time.GetTimestamp();
            var seen = await LookAsync(deadline, cancellationToken).ConfigureAwait(false);
            if (seen.Summary != last?.Summary)
            {
                _onChange?.Invoke(seen);
            }

            last = seen;
            if (seen.IsMet || seen.IsHopeless || deadline.HasPassed)
            {
                return new ConditionOutcome(seen, _time.GetElapsedTime(lookedAt), _time.GetElapsedTime(_begin));
            }

            await PauseAsync(deadline.Clamp(schedule.Next()), lookedAt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Until something is told of, or the pause is over. One who talks all the time does not make it look all the time.</summary>
    private async Task PauseAsync(TimeSpan pause, long lookedAt, CancellationToken cancellationToken)
    {
        // Timers count whole milliseconds and drop the rest; a rest alone would be no pause at all.
        var whole = TimeSpan.FromMilliseconds(Math.Ceiling(pause.TotalMilliseconds));
        await _wake.WaitAsync(whole, _time, cancellationToken).ConfigureAwait(false);
        var sinceLook = _time.GetElapsedTime(lookedAt);
        if (!Interlocked.Exchange(ref _wasTold, false) && Interlocked.Exchange(ref _sawActivity, false) && sinceLook < ShortestPause)
        {
            await Task.Delay(ShortestPause - sinceLook, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks once, no longer than the deadline.</summary>
    public Task<Observation> LookOnceAsync(Deadline deadline, CancellationToken cancellationToken) => LookAsync(deadline, cancellationToken);

    private void OnTold()
    {
        _wasTold = true;
        _wake.Set();
    }

    private void OnLogActivity()
    {
        _sawActivity = true;
        _wake.Set();
    }

    public void Dispose()
    {
        foreach (var activity in _activities)
        {
            activity.Dispose();
        }

        _probe.Dispose();
    }

    private async Task<Observation> LookAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        // The last look before the deadline still gets a moment, otherwise a short wait could end without any observation.
        var limit = Deadline.After(TimeSpan.FromTicks(Math.Max(deadline.Clamp(LongestLook).Ticks, TimeSpan.TicksPerMillisecond * 250)), _time);
        using var source = limit.CreateTokenSource(cancellationToken);
        try
        {
            return await _probe.LookAsync(_condition, source.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Observation(_condition.Description, false, "no answer to the last look");
        }
    }
}

/// <summary>How a wait ended.</summary>
/// <param name="Last">The last observation.</param>
/// <param name="Age">Time since the last look began.</param>
/// <param name="Took">Time since the wait began.</param>
internal sealed record ConditionOutcome(Observation Last, TimeSpan Age, TimeSpan Took);
