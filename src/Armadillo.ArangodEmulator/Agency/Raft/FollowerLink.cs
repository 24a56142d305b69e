using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Agency.Raft;

/// <summary>The leader's side of one follower: sends what it lacks, one request at a time, and heartbeats in between.</summary>
internal sealed class FollowerLink(RaftState state, Leadership leadership, string id)
{
    private readonly AsyncSignal _wake = new(state.Time);
    private long _nextIndex = state.Log.LastIndex + 1;
    private long _step = 1;
    private long _contactWanted;
    private long _lastSent;

    public string Id { get; } = id;

    /// <summary>Highest index known to be stored there; -1 while unknown.</summary>
    public long MatchIndex { get; private set; } = -1;

    /// <summary>When the last request that was answered in this term had been sent.</summary>
    public long LastContact { get; private set; } = state.Time.GetTimestamp();

    public long LastAppend { get; private set; } = state.Time.GetTimestamp();

    public void Wake() => _wake.Set();

    public void WakeFor(long stamp)
    {
        _contactWanted = stamp;
        _wake.Set();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var answered = await ExchangeAsync(cancellationToken);
            if (!answered)
            {
                // Nobody there: the next try is due with the next heartbeat, whatever wakes us before.
                await Task.Delay(state.Configuration.HeartbeatInterval, state.Time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else if (!MoreToSend())
            {
                await _wake.WaitAsync(state.Configuration.HeartbeatInterval, cancellationToken);
            }
        }
    }

    private bool MoreToSend()
    {
        lock (state.Gate)
        {
            return _nextIndex <= state.Log.LastIndex || _contactWanted >= _lastSent;
        }
    }

    private async Task<bool> ExchangeAsync(CancellationToken cancellationToken)
    {
        string query;
        JsonArray body;
        long upTo;
        long sent;
        lock (state.Gate)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            (query, body, upTo) = Prepare();
            sent = _lastSent = state.Time.GetTimestamp();
        }

        if (state.Configuration.EndpointOf(Id) is not { } endpoint)
        {
            return false;
        }

        try
        {
            // A whole store takes its time; all else must not hang longer than a follower bears silence.
            var timeout = state.Configuration.MinPing * (body.Count > 0 && body[0]!["readDB"] is not null ? 5 : 0.9);
            var answer = await state.Peers.SendAsync(HttpMethod.Post, endpoint, query, body, timeout, cancellationToken);
            lock (state.Gate)
            {
                return !cancellationToken.IsCancellationRequested && Take(answer, upTo, sent);
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private (string Query, JsonArray Body, long UpTo) Prepare()
    {
        var log = state.Log;
        var body = new JsonArray();
        var previous = _nextIndex - 1;
        if (log.TermAt(previous) is not { } previousTerm)
        {
            // What the follower lacks is gone from the log: it gets the whole store instead.
            var snapshot = log.Snapshot;
            body.Add((JsonNode)new JsonObject
            {
                ["readDB"] = snapshot.Tree.ToJson(),
                ["index"] = snapshot.Index,
                ["term"] = snapshot.Term,
            });
            (previous, previousTerm) = (snapshot.Index, snapshot.Term);
        }

        foreach (var entry in log.Range(previous + 1, log.LastIndex, state.Configuration.Settings.MaxAppendSize))
        {
            body.Add((JsonNode)entry.ToJson());
        }

        var upTo = previous + body.Count - (body.Count > 0 && body[0]!["readDB"] is not null ? 1 : 0);
        if (body.Count > 0)
        {
            LastAppend = state.Time.GetTimestamp();
        }

        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"/_api/agency_priv/appendEntries?term={leadership.Term}&leaderId={state.Id}&prevLogIndex={previous}&prevLogTerm={previousTerm}&leaderCommit={state.CommitIndex}&senderTimeStamp={state.Time.GetUtcNow().ToUnixTimeMilliseconds()}");
        return (query, body, upTo);
    }

    private bool Take(PeerAnswer answer, long upTo, long sent)
    {
        if (answer.Status != HttpStatusCode.OK || answer.Body is not JsonObject content
            || content["term"]?.GetValue<long>() is not { } term || content["success"]?.GetValue<bool>() is not { } success)
        {
            return false;
        }

        if (term > leadership.Term)
        {
            state.BecomeFollower(term, "");
            return true;
        }

        LastContact = Math.Max(LastContact, sent);
        leadership.OnContact();
        if (success)
        {
            _step = 1;
            _nextIndex = upTo + 1;
            MatchIndex = Math.Max(MatchIndex, upTo);
            leadership.OnAcknowledged();
        }
        else
        {
            // The answer carries no hint, so go back in growing steps; what the follower has already it passes over.
            // One before the first kept entry is where the whole store is sent.
            _nextIndex = Math.Max(Math.Max(0, state.Log.FirstIndex - 1), _nextIndex - _step);
            _step *= 2;
        }

        return true;
    }
}
