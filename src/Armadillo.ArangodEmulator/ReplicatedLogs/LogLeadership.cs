using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>
/// One term in which this process leads a log. It is established when its first entry is committed: then everything that an earlier
/// leader committed is here and committed too. All but the waits happen under the log's gate.
/// </summary>
internal sealed class LogLeadership(ReplicatedLog log, LogPeers peers, string self, long term, ParticipantsConfig config)
{
    private const int MostEntries = 1000;

    private readonly Dictionary<string, FollowerLink> _links = [];
    private readonly Queue<(long Index, ParticipantsConfig Config)> _uncommitted = [];
    private readonly List<(long Index, TaskCompletionSource Done)> _waiting = [];
    private readonly long _startedAt = peers.Time.GetTimestamp();
    private bool _ended;

    /// <summary>The configuration that decides what a quorum is, committed or not.</summary>
    public ParticipantsConfig Active { get; private set; } = config;

    /// <summary>The newest configuration that a quorum has; null while the leadership is not established.</summary>
    public ParticipantsConfig? Committed { get; private set; }

    public bool Established => Committed is not null;

    public TimeSpan Age => peers.Time.GetElapsedTime(_startedAt);

    public IReadOnlyCollection<FollowerLink> Followers => _links.Values;

    public void Begin() => Announce("FirstIndexOfTerm", new JsonObject { ["leader"] = self }, Active);

    public void Reconfigure(ParticipantsConfig config)
    {
        if (config.Generation > Active.Generation)
        {
            Announce("UpdateParticipantsConfig", [], config);
        }
    }

    public long Insert(JsonNode? payload, bool sync) => Append(place => ReplicatedEntry.WithPayload(place, payload), sync);

    public long Ping(string? message) => Append(
        place => ReplicatedEntry.WithMeta(place, "Ping", message is null ? [] : new JsonObject { ["message"] = message }), sync: false);

    /// <summary>Waits until the entry is committed.</summary>
    /// <exception cref="DataError">The leadership ended before.</exception>
    public Task CommittedAsync(long index)
    {
        lock (log.Gate)
        {
            if (_ended)
            {
                throw Resigned();
            }

            if (index <= log.CommitIndex)
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((index, done));
            return done.Task;
        }
    }

    public void End()
    {
        _ended = true;
        foreach (var link in _links.Values)
        {
            link.Dispose();
        }

        foreach (var (_, done) in _waiting)
        {
            done.TrySetException(Resigned());
        }
    }

    public static DataError Resigned() => new(503, 1422, "a resigned leader instance rejected a request");

    /// <summary>Participants that have the entry.</summary>
    public IEnumerable<string> Quorum(long index) => Active.Participants.Keys.Where(id => Acknowledged(id) >= index);

    public void Locked(Action action)
    {
        lock (log.Gate)
        {
            action();
        }
    }

    /// <summary>What the follower needs next; null for nothing.</summary>
    public AppendRequest? Prepare(FollowerLink link)
    {
        lock (log.Gate)
        {
            var last = log.Entries.LastIndex;
            if (_ended || (link.InTouch && link.Next > last && link.ToldCommit >= log.CommitIndex))
            {
                return null;
            }

            var previous = Math.Min(link.Next - 1, last);
            return new AppendRequest(
                term, self, new TermIndex(log.Entries.TermAt(previous) ?? 0, previous), log.CommitIndex, Active.WaitForSync,
                [.. log.Entries.Range(previous + 1, previous + 1 + MostEntries)]);
        }
    }

    public void Answered(FollowerLink link, AppendRequest request, AppendAnswer? answer, string? error)
    {
        lock (log.Gate)
        {
            link.Take(request, answer, error);
            Advance();
        }
    }

    /// <summary>Why not everything is committed.</summary>
    public JsonObject CommitStatus()
    {
        var last = log.Entries.LastIndex;
        var lagging = Active.Participants.Where(p => p.Value.Forced && Acknowledged(p.Key) < last).Select(p => p.Key).ToList();
        return last <= log.CommitIndex ? Reason("NothingToCommit")
            : Voters.Length < Active.EffectiveWriteConcern ? Reason("FewerParticipantsThanWriteConcern")
            : Voters.Count(id => Acknowledged(id) >= last) >= Active.EffectiveWriteConcern && lagging.Count > 0 ? Reason("ForcedParticipantNotInQuorum")
            : Reason("QuorumSizeNotReached");
    }

    private ImmutableArray<string> Voters => [.. Active.Participants.Where(p => p.Value.AllowedInQuorum).Select(p => p.Key)];

    private static JsonObject Reason(string name) => new() { ["reason"] = name };

    private long Acknowledged(string id) => id == self ? log.Entries.LastIndex : _links.TryGetValue(id, out var link) ? link.Acknowledged.Index : 0;

    /// <summary>Writes the configuration into the log, where it counts from now on.</summary>
    private void Announce(string type, JsonObject meta, ParticipantsConfig config)
    {
        Active = config;
        meta["participants"] = config.ToJson();
        foreach (var id in _links.Keys.Where(id => !config.Participants.ContainsKey(id)).ToList())
        {
            _links[id].Dispose();
            _links.Remove(id);
        }

        var last = log.Entries.LastIndex;
        _uncommitted.Enqueue((last + 1, config));
        foreach (var id in config.Participants.Keys.Where(id => id != self && !_links.ContainsKey(id)).ToList())
        {
            _links[id] = new FollowerLink(this, peers, id, last);
            _links[id].Start();
        }

        Append(place => ReplicatedEntry.WithMeta(place, type, meta), sync: false);
    }

    private long Append(Func<TermIndex, ReplicatedEntry> entry, bool sync)
    {
        if (_ended)
        {
            throw Resigned();
        }

        var place = new TermIndex(term, log.Entries.LastIndex + 1);
        log.Entries.Append(entry(place), sync || Active.WaitForSync);
        Advance();
        return place.Index;
    }

    /// <summary>Commits what enough participants have, and nothing of an earlier term by itself.</summary>
    private void Advance()
    {
        var voters = Voters;
        var needed = (int)Math.Max(1, Active.EffectiveWriteConcern);
        if (!_ended && voters.Length >= needed)
        {
            var reached = voters.Select(Acknowledged).OrderDescending().ElementAt(needed - 1);
            reached = Active.Participants.Where(p => p.Value.Forced).Select(p => Acknowledged(p.Key)).Append(reached).Min();
            if (reached > log.CommitIndex && log.Entries.TermAt(reached) == term)
            {
                log.CommitIndex = reached;
                Settle();
            }
        }

        foreach (var link in _links.Values)
        {
            link.Wake();
        }
    }

    private void Settle()
    {
        foreach (var (_, done) in _waiting.Where(w => w.Index <= log.CommitIndex))
        {
            done.TrySetResult();
        }

        _waiting.RemoveAll(w => w.Index <= log.CommitIndex);
        while (_uncommitted.TryPeek(out var next) && next.Index <= log.CommitIndex)
        {
            Committed = _uncommitted.Dequeue().Config;
            log.Changed();
        }
    }
}
