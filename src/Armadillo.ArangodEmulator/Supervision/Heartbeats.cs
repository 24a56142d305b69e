namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>
/// When this leader last noticed a new heartbeat of each server. Only a changed time string counts as new, and only the
/// leader's own monotonic clock measures: clocks of servers may be wrong.
/// </summary>
internal sealed class Heartbeats(TimeProvider time)
{
    private readonly Dictionary<string, Seen> _seen = [];

    /// <summary>Takes what the transient store holds for a server (null when it never sent a heartbeat).</summary>
    public Seen Observe(string server, string? beat)
    {
        if (!_seen.TryGetValue(server, out var seen))
        {
            seen = new Seen(null, time.GetTimestamp(), DateTimeOffset.UnixEpoch);
        }

        if (beat is not null && beat != seen.Beat)
        {
            seen = new Seen(beat, time.GetTimestamp(), time.GetUtcNow());
        }

        _seen[server] = seen;
        return seen;
    }

    public void Forget(string server) => _seen.Remove(server);

    /// <param name="Beat">The time string of the last heartbeat; null when there was none.</param>
    /// <param name="Stamp">When it was noticed; without a heartbeat, when the server was first looked for.</param>
    /// <param name="Noticed">The same as time of day, for the record.</param>
    internal readonly record struct Seen(string? Beat, long Stamp, DateTimeOffset Noticed);
}
