using System.Net;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Configuration;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Agency.Inception;

/// <summary>How an agent with a persisted pool comes back: it greets its peers and waits for a majority or a leader.</summary>
internal sealed class PoolRestart(
    AgencyConfiguration configuration, IPeerClient peers, IServerLog log, TimeProvider time, Action<int> fatalExit)
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(3600);

    private readonly AsyncSignal _greeted = new(time);

    private enum Verdict
    {
        Agrees,
        AgreesWithLeader,
        Disagrees,
        Silent,
    }

    /// <summary>A peer greeted this agent, so it is worth asking again at once.</summary>
    public void OnGreeting() => _greeted.Set();

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        log.Log(LogLevel.Info, "d7476", "agency", $"{configuration.Id}: restarting from persisted pool");
        var began = time.GetTimestamp();
        var interval = FirstInterval;
        while (!cancellationToken.IsCancellationRequested)
        {
            if (await AskAllAsync(cancellationToken) is { } agreed)
            {
                return agreed;
            }

            if (time.GetElapsedTime(began) > GiveUpAfter)
            {
                log.Log(LogLevel.Fatal, "27391", "agency", $"{configuration.Id}: cannot restart with persisted pool");
                fatalExit(1);
                return false;
            }

            await _greeted.WaitAsync(interval, cancellationToken);
            interval = interval * 2 < LongestInterval ? interval * 2 : LongestInterval;
        }

        return false;
    }

    /// <summary>Greets all peers at once; those that hang are not waited for when the others are enough.</summary>
    private async Task<bool?> AskAllAsync(CancellationToken cancellationToken)
    {
        var verdicts = new List<(string Id, Verdict Verdict)>();
        var targets = Targets();
        var pending = targets.Select(endpoint => GreetAsync(endpoint, cancellationToken)).ToList();
        while (pending.Count > 0)
        {
            var answered = await Task.WhenAny(pending);
            pending.Remove(answered);
            verdicts.Add(await answered);
            // One peer may answer under two addresses and still has one voice.
            if (Decide([.. verdicts.DistinctBy(v => v.Id).Select(v => v.Verdict)]) is { } agreed)
            {
                return agreed;
            }
        }

        // A single agent has nobody to ask.
        return targets.Count == 0 ? Decide([]) : null;
    }

    private bool? Decide(Verdict[] verdicts)
    {
        if (verdicts.Contains(Verdict.Disagrees))
        {
            log.Log(LogLevel.Fatal, "93486", "agency", $"{configuration.Id}: peers disagree on the active agents");
            fatalExit(1);
            return false;
        }

        var leader = verdicts.Contains(Verdict.AgreesWithLeader);
        if (!leader && verdicts.Count(v => v == Verdict.Agrees) < configuration.Size / 2)
        {
            return null;
        }

        log.Log(
            LogLevel.Info,
            leader ? "d96f6" : "9530f",
            "agency",
            leader ? $"{configuration.Id}: found running agency with leader" : $"{configuration.Id}: majority agrees on active agents");
        log.Log(LogLevel.Info, "79fd7", "agency", $"{configuration.Id}: activating agent with persisted pool");
        return true;
    }

    private List<string> Targets()
    {
        // Peers may have moved: the endpoints of the command line are asked as well, and answer who they are.
        var pool = configuration.Pool.Where(p => p.Key != configuration.Id).Select(p => p.Value);
        return [.. pool.Concat(configuration.Size > 1 ? configuration.Settings.Endpoints : []).Where(e => e != configuration.Endpoint).Distinct()];
    }

    private async Task<(string Id, Verdict Verdict)> GreetAsync(string endpoint, CancellationToken cancellationToken)
    {
        try
        {
            var greeting = new JsonObject { [configuration.Id] = configuration.Endpoint };
            var answer = await peers.SendAsync(
                HttpMethod.Post, endpoint, "/_api/agency/config", greeting, LongestInterval, cancellationToken);
            if (answer.Status != HttpStatusCode.OK || answer.Body?["configuration"] is not JsonObject theirs)
            {
                return (endpoint, Verdict.Silent);
            }

            var id = theirs["id"]?.ToString() ?? endpoint;
            if (id != configuration.Id && theirs["endpoint"]?.ToString() is { } address)
            {
                configuration.Move(id, address);
            }

            var active = theirs["active"] as JsonArray ?? [];
            if (active.Count == 0)
            {
                // Fresh and still gossiping: it has no opinion yet.
                return (id, Verdict.Silent);
            }

            if (!active.Select(a => a?.ToString()).Order(StringComparer.Ordinal).SequenceEqual(configuration.Active.Order(StringComparer.Ordinal)))
            {
                return (id, Verdict.Disagrees);
            }

            return (id, answer.Body["leaderId"]?.ToString() is { Length: > 0 } ? Verdict.AgreesWithLeader : Verdict.Agrees);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return (endpoint, Verdict.Silent);
        }
    }
}
