using System.Collections.Immutable;
using System.Text.Json;

namespace Armadillo.Testing.Events;

/// <summary>
/// The one record of what happened to a topology. Progress output, timelines, telemetry and reports all read from it.
/// Safe for use from several threads.
/// </summary>
public sealed class EventLog
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _begin;
    private ImmutableList<LifecycleEvent> _events = [];
    private ImmutableArray<Subscription> _subscriptions = [];

    /// <summary>Begins an empty log.</summary>
    /// <param name="time">The clock for both stamps.</param>
    public EventLog(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _begin = time.GetTimestamp();
    }

    /// <summary>All events so far, oldest first; a snapshot.</summary>
    public IReadOnlyList<LifecycleEvent> Events => _events;

    /// <summary>Name of the running test, written into every event; <see langword="null"/> when none is known.</summary>
    public string? CurrentTest { get; set; }

    /// <summary>Stamps and appends an event, then hands it to the subscribers.</summary>
    /// <returns>The stamped event.</returns>
    public LifecycleEvent Append(LifecycleEvent lifecycleEvent)
    {
        ArgumentNullException.ThrowIfNull(lifecycleEvent);
        lock (_lock)
        {
            var stamped = lifecycleEvent with
            {
                Sequence = _events.Count + 1,
                Time = _time.GetUtcNow(),
                Elapsed = _time.GetElapsedTime(_begin),
                Test = CurrentTest,
            };
            _events = _events.Add(stamped);

            // Inside the lock, so that every subscriber sees the events in their order.
            foreach (var subscription in _subscriptions)
            {
                subscription.OnEvent(stamped);
            }

            return stamped;
        }
    }

    /// <summary>Calls <paramref name="onEvent"/> for every later event, in order, until the result is disposed.</summary>
    /// <param name="onEvent">Must be quick and must not throw; it runs on the thread that appends.</param>
    public IDisposable Subscribe(Action<LifecycleEvent> onEvent)
    {
        ArgumentNullException.ThrowIfNull(onEvent);
        var subscription = new Subscription(this, onEvent);
        lock (_lock)
        {
            _subscriptions = _subscriptions.Add(subscription);
        }

        return subscription;
    }

    /// <summary>Writes all events as JSON Lines: one object per line, its type under <c>kind</c>.</summary>
    public void WriteJsonLines(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        foreach (var lifecycleEvent in _events)
        {
            JsonSerializer.Serialize(stream, lifecycleEvent, EventJson.Default.LifecycleEvent);
            stream.Write("\n"u8);
        }
    }

    private sealed class Subscription(EventLog log, Action<LifecycleEvent> onEvent) : IDisposable
    {
        public Action<LifecycleEvent> OnEvent { get; } = onEvent;

        public void Dispose()
        {
            lock (log._lock)
            {
                log._subscriptions = log._subscriptions.Remove(this);
            }
        }
    }
}
