using Armadillo.Testing.Readiness;
using Armadillo.Testing.Tests.Time;
using Armadillo.Testing.Time;

namespace Armadillo.Testing.Tests.Readiness;

public sealed class ConditionTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly HttpClient _http = new();
    private readonly ScriptedCondition _a = new("a");
    private readonly ScriptedCondition _b = new("b");

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData(false, false, false, false)]
    [InlineData(true, false, false, true)]
    [InlineData(false, true, false, true)]
    [InlineData(true, true, true, true)]
    public async Task All_needs_every_part_and_Any_one(bool a, bool b, bool all, bool any)
    {
        (_a.Answer, _b.Answer) = (a, b);

        Assert.Equal(all, (await LookOnceAsync(Condition.All(_a, _b))).IsMet);
        Assert.Equal(any, (await LookOnceAsync(Condition.Any(_a, _b))).IsMet);
    }

    [Fact]
    public async Task A_combination_describes_itself_and_shows_what_is_still_open()
    {
        _a.Answer = true;
        var seen = await LookOnceAsync(Condition.All(_a, _b));

        Assert.Equal("a and b", seen.Condition);
        Assert.Equal("b: no", seen.Summary);
        Assert.Equal([true, false], seen.Parts.Select(p => p.IsMet));
        Assert.Equal("a or b", Condition.Any(_a, _b).ToString());
        Assert.Equal("a, then b (within 1.5 s)", _a.Then(_b.Within(TimeSpan.FromSeconds(1.5))).Description);
    }

    [Fact]
    public async Task Then_does_not_look_at_the_second_before_the_first_was_met_and_never_again_at_the_first()
    {
        using var wait = Begin(_a.Then(_b));
        var run = wait.RunAsync(Deadline.After(TimeSpan.FromMinutes(1), _time), CancellationToken.None);
        Assert.Equal((1, 0), (_a.Looks, _b.Looks));

        _a.Answer = true;
        await StepAsync();
        Assert.Equal((2, 1), (_a.Looks, _b.Looks));

        (_a.Answer, _b.Answer) = (false, true);
        await StepAsync(until: run);
        var outcome = await run.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(outcome.Last.IsMet);
        Assert.Equal((2, 2), (_a.Looks, _b.Looks));
    }

    [Fact]
    public async Task Within_ends_the_wait_when_its_own_time_is_up_long_before_the_deadline()
    {
        using var wait = Begin(Condition.All(_a.Within(TimeSpan.FromSeconds(1)), _b));
        var run = wait.RunAsync(Deadline.After(TimeSpan.FromHours(1), _time), CancellationToken.None);
        for (var i = 0; i < 20 && !run.IsCompleted; i++)
        {
            await StepAsync(until: run);
        }

        var outcome = await run.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(outcome.Last.IsHopeless);
        Assert.False(outcome.Last.IsMet);
        Assert.InRange(outcome.Took, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_limit_on_one_of_two_ways_leaves_the_other_open()
    {
        using var wait = Begin(Condition.Any(_a.Within(TimeSpan.FromMilliseconds(1)), _b));
        var run = wait.RunAsync(Deadline.After(TimeSpan.FromHours(1), _time), CancellationToken.None);
        await StepAsync();
        await StepAsync();
        Assert.False(run.IsCompleted);

        _b.Answer = true;
        await StepAsync(until: run);
        Assert.True((await run.WaitAsync(TimeSpan.FromMinutes(2))).Last.IsMet);
    }

    [Fact]
    public async Task A_condition_that_becomes_true_in_its_last_look_is_not_hopeless()
    {
        using var wait = Begin(_a.Within(TimeSpan.FromMilliseconds(10)));
        var run = wait.RunAsync(Deadline.After(TimeSpan.FromHours(1), _time), CancellationToken.None);
        _a.Answer = true;
        await StepAsync(until: run);

        Assert.True((await run.WaitAsync(TimeSpan.FromMinutes(2))).Last is { IsMet: true, IsHopeless: false });
    }

    [Fact]
    public async Task The_deadline_ends_the_wait_with_what_was_last_seen()
    {
        using var wait = Begin(_a);
        var run = wait.RunAsync(Deadline.After(TimeSpan.FromMilliseconds(100), _time), CancellationToken.None);

        // The first two pauses of the schedule in whole milliseconds, then what is left.
        foreach (var pause in new[] { 25, 38, 37 })
        {
            Assert.False(run.IsCompleted);
            await StepAsync(TimeSpan.FromMilliseconds(pause), run);
        }

        var outcome = await run.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(("no", false), (outcome.Last.Seen, outcome.Last.IsHopeless));
        Assert.Equal(TimeSpan.FromMilliseconds(100), outcome.Took);
    }

    [Fact]
    public async Task A_probe_that_is_told_of_a_change_looks_at_once()
    {
        using var wait = Begin(_a);
        var run = wait.RunAsync(Deadline.After(TimeSpan.FromHours(1), _time), CancellationToken.None);
        _a.Answer = true;
        _a.Wake();

        Assert.True((await run.WaitAsync(TimeSpan.FromMinutes(2))).Last.IsMet);
        Assert.Equal(2, _a.Looks);
    }

    [Fact]
    public async Task A_look_that_throws_is_not_met_and_shows_the_innermost_message()
    {
        _a.Failure = new InvalidOperationException("outer", new IOException("connection refused"));

        var seen = await LookOnceAsync(_a);

        Assert.Equal((false, "connection refused"), (seen.IsMet, seen.Seen));
    }

    [Fact]
    public async Task Changes_are_told_once_each_and_repetitions_not()
    {
        var told = new List<string>();
        using var wait = new ConditionWait(_a, null, [], _http, _time, seen => told.Add(seen.Summary));
        var run = wait.RunAsync(Deadline.After(TimeSpan.FromHours(1), _time), CancellationToken.None);
        await StepAsync();
        await StepAsync();
        _a.Answer = true;
        await StepAsync(until: run);
        await run.WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(["no", "yes"], told);
    }

    [Fact]
    public void Every_probe_is_released_with_its_wait()
    {
        Begin(Condition.All(_a, Condition.Any(_b.Within(TimeSpan.FromSeconds(1)), _a.Then(_b)))).Dispose();

        Assert.Equal((2, 2), (_a.Released, _b.Released));
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        using var cancellation = new CancellationTokenSource();
        using var wait = Begin(_a);
        var run = wait.RunAsync(Deadline.Never, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task A_condition_about_one_instance_says_so_when_it_is_asked_of_a_whole_topology()
    {
        using var wait = Begin(Condition.When("needs one", (context, _) => ValueTask.FromResult((true, context.Target.Name))));

        var outcome = await wait.RunAsync(Deadline.After(TimeSpan.Zero, _time), CancellationToken.None);

        Assert.False(outcome.Last.IsMet);
        Assert.Contains("Use it as the readiness of an instance", outcome.Last.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Malformed_conditions_are_refused_when_they_are_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _a.Within(TimeSpan.Zero));
        Assert.Contains("must begin with a slash", Assert.Throws<ArgumentException>(() => Condition.Http("version")).Message, StringComparison.Ordinal);
    }

    private ConditionWait Begin(Condition condition) => new(condition, null, [], _http, _time, onChange: null);

    private async Task<Observation> LookOnceAsync(Condition condition)
    {
        using var wait = Begin(condition);
        return (await wait.RunAsync(Deadline.After(TimeSpan.Zero, _time), CancellationToken.None)).Last;
    }

    /// <summary>Lets one pause pass and the look after it happen: then the wait is over, or its next pause has begun.</summary>
    private async Task StepAsync(TimeSpan? by = null, Task? until = null)
    {
        // A look has a timer of its own, for its limit; only the one after it belongs to the pause.
        var (looks, timers) = (_a.Looks + _b.Looks, _time.Created + 2);
        _time.Advance(by ?? TimeSpan.FromMilliseconds(500));
        var patience = Task.Delay(TimeSpan.FromMinutes(2));
        while (until is not { IsCompleted: true } && (_a.Looks + _b.Looks == looks || _time.Created < timers || _time.Pending == 0))
        {
            Assert.False(patience.IsCompleted, "no look happened");
            await Task.Yield();
        }
    }
}
