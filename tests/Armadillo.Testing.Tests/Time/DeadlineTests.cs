using Armadillo.Testing.Time;

namespace Armadillo.Testing.Tests.Time;

public sealed class DeadlineTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void It_counts_down_to_zero_and_not_below()
    {
        var deadline = Deadline.After(TimeSpan.FromSeconds(3), _time);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(2), deadline.Remaining);
        Assert.False(deadline.HasPassed);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.Zero, deadline.Remaining);
        Assert.True(deadline.HasPassed);
    }

    [Fact]
    public void Never_never_passes_and_clamps_nothing()
    {
        Assert.Equal(Deadline.Never, Deadline.After(Timeout.InfiniteTimeSpan, _time));
        Assert.False(Deadline.Never.HasPassed);
        Assert.Equal(TimeSpan.FromHours(1), Deadline.Never.Clamp(TimeSpan.FromHours(1)));
        Assert.False(Deadline.After(TimeSpan.MaxValue, _time).HasPassed);
    }

    [Fact]
    public void It_clamps_what_is_longer_than_what_is_left()
    {
        var deadline = Deadline.After(TimeSpan.FromSeconds(3), _time);

        Assert.Equal(TimeSpan.FromSeconds(1), deadline.Clamp(TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(3), deadline.Clamp(TimeSpan.FromSeconds(4)));
        Assert.Equal(TimeSpan.FromSeconds(3), deadline.Clamp(Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void The_earlier_of_two_wins()
    {
        var near = Deadline.After(TimeSpan.FromSeconds(1), _time);
        var far = Deadline.After(TimeSpan.FromSeconds(2), _time);

        Assert.Equal(near, near.Earlier(far));
        Assert.Equal(near, far.Earlier(near));
        Assert.Equal(near, Deadline.Never.Earlier(near));
        Assert.Equal(near, near.Earlier(Deadline.Never));
    }

    [Fact]
    public void A_negative_time_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Deadline.After(TimeSpan.FromSeconds(-2), _time));

    [Fact]
    public void Its_source_is_cancelled_when_it_passes_or_the_caller_cancels()
    {
        using var caller = new CancellationTokenSource();
        using var passing = Deadline.After(TimeSpan.FromSeconds(1), _time).CreateTokenSource(caller.Token);
        using var cancelled = Deadline.After(TimeSpan.FromSeconds(9), _time).CreateTokenSource(caller.Token);
        using var endless = Deadline.Never.CreateTokenSource(caller.Token);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(passing.IsCancellationRequested);
        Assert.False(cancelled.IsCancellationRequested);
        caller.Cancel();
        Assert.True(cancelled.IsCancellationRequested);
        Assert.True(endless.IsCancellationRequested);
    }

    [Fact]
    public void Its_source_leaves_no_timer_behind()
    {
        using var caller = new CancellationTokenSource();
        Deadline.After(TimeSpan.FromSeconds(1), _time).CreateTokenSource(caller.Token).Dispose();

        Assert.Equal(0, _time.Pending);
    }

    [Fact]
    public void Pauses_between_looks_grow_from_25_to_500_milliseconds()
    {
        var schedule = default(PollSchedule);
        var pauses = Enumerable.Range(0, 12).Select(_ => schedule.Next().TotalMilliseconds).ToList();

        Assert.Equal(25, pauses[0]);
        Assert.Equal(37.5, pauses[1]);
        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(500, pauses[^1]);
    }

    [Fact]
    public async Task A_signal_that_comes_before_the_wait_is_not_lost_and_wakes_once()
    {
        var signal = new AsyncSignal();
        signal.Set();

        await signal.WaitAsync(TimeSpan.FromHours(1), _time, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2));
        var second = signal.WaitAsync(TimeSpan.FromHours(1), _time, CancellationToken.None);
        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromHours(1));
        await second.WaitAsync(TimeSpan.FromMinutes(2));
    }
}
