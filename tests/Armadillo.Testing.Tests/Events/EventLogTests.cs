using System.Text;
using System.Text.Json;
using Armadillo.Testing.Events;
using Armadillo.Testing.Tests.Time;

namespace Armadillo.Testing.Tests.Events;

public sealed class EventLogTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Events_are_numbered_and_stamped_with_both_clocks_and_the_test()
    {
        var log = new EventLog(_time);
        log.Append(new Note("first"));
        _time.Advance(TimeSpan.FromSeconds(2));
        log.CurrentTest = "some test";
        var second = log.Append(new Note("second") { Instance = "a" });

        Assert.Equal([1L, 2L], log.Events.Select(e => e.Sequence));
        Assert.Equal(TimeSpan.FromSeconds(2), second.Elapsed);
        Assert.Equal(_time.GetUtcNow(), second.Time);
        Assert.Equal(("a", "some test"), (second.Instance, second.Test));
        Assert.Null(log.Events[0].Test);
    }

    [Fact]
    public async Task Every_subscriber_sees_the_events_of_many_threads_in_their_order()
    {
        var log = new EventLog(_time);
        var seen = new List<long>();
        using var subscription = log.Subscribe(e => seen.Add(e.Sequence));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                log.Append(new Note("x"));
            }
        })));

        Assert.Equal(Enumerable.Range(1, 2000).Select(n => (long)n), seen);
        Assert.Equal(seen, log.Events.Select(e => e.Sequence));
    }

    [Fact]
    public void A_subscriber_that_left_sees_nothing_more_and_a_snapshot_does_not_grow()
    {
        var log = new EventLog(_time);
        var seen = 0;
        var subscription = log.Subscribe(_ => seen++);
        log.Append(new Note("one"));
        var snapshot = log.Events;
        subscription.Dispose();
        log.Append(new Note("two"));

        Assert.Equal(1, seen);
        Assert.Single(snapshot);
    }

    [Fact]
    public void Written_as_JSON_lines_every_kind_of_event_is_read_back_as_it_was()
    {
        var log = new EventLog(_time) { CurrentTest = "test \"quoted\"" };
        LifecycleEvent[] all =
        [
            new TopologyStateChanged("Created", "Starting"),
            new InstancePlanned("127.0.0.1:1", "/tmp/a b") { Instance = "a" },
            new InstanceStateChanged("Created", "Starting", null) { Instance = "a" },
            new InstanceStateChanged("Starting", "Crashed", "why\nnot") { Instance = "a" },
            new InstanceLaunched(7) { Instance = "a" },
            new InstanceExited("exit code 3", Announced: false) { Instance = "a" },
            new InstanceCrashed("a crashed") { Instance = "a" },
            new ConditionObserved("c", "seen 🦔"),
            new ConditionMet("c", "seen", TimeSpan.FromMilliseconds(1234.5)),
            new InstanceRetried("run", 1, 3, TimeSpan.FromMilliseconds(200), "exit code 1") { Instance = "a" },
            new HealthChanged("Healthy", "Unhealthy", "no answer") { Instance = "a" },
            new FaultApplied("kill") { Instance = "a" },
            new LinkFaulted("partition of a from b"),
            new LinkHealed("partition of a from b", TimeSpan.FromMilliseconds(17.5)),
            new Note("größer\r\n"),
            new TestBegan(),
            new TestEnded("Passed"),
        ];
        foreach (var happened in all)
        {
            _time.Advance(TimeSpan.FromMilliseconds(17));
            log.Append(happened);
        }

        using var stream = new MemoryStream();
        log.WriteJsonLines(stream);
        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n');

        Assert.Equal("", lines[^1]);
        Assert.All(lines[..^1], line => Assert.StartsWith("{\"kind\":\"", line, StringComparison.Ordinal));
        Assert.Equal(log.Events, lines[..^1].Select(line => JsonSerializer.Deserialize(line, EventJson.Default.LifecycleEvent)));
        Assert.Equal(
            typeof(LifecycleEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(LifecycleEvent))).Select(t => t.Name).Order(),
            all.Select(e => e.GetType().Name).Distinct().Order());
    }
}
