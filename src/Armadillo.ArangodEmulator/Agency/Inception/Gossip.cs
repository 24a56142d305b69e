using System.Net;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Configuration;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Agency.Inception;

/// <summary>How a fresh agent finds its peers: it tells its pool to all it knows, until the pool is complete.</summary>
internal sealed class Gossip(
    AgencyConfiguration configuration, IPeerClient peers, IServerLog log, TimeProvider time, Action<int> fatalExit)
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(3600);

    private readonly AsyncSignal _news = new(time);

    /// <returns>Whether the pool is complete.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        log.Log(LogLevel.Info, "7b6f3", "agency", $"{configuration.Id}: entering gossip phase");
        var began = time.GetTimestamp();
        var interval = FirstInterval;
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(Targets().Select(endpoint => TellAsync(endpoint, cancellationToken)));
            if (configuration.Complete)
            {
                log.Log(LogLevel.Info, "d04d7", "agency", $"{configuration.Id}: pool is complete, active gossip stops");
                configuration.Activate();
                log.Log(LogLevel.Info, "c1d8f", "agency", $"{configuration.Id}: activating agent after gossip");
                return true;
            }

            if (time.GetElapsedTime(began) > GiveUpAfter)
            {
                log.Log(LogLevel.Fatal, "68763", "agency", $"{configuration.Id}: gossip did not complete the pool in time");
                fatalExit(1);
                return false;
            }

            await _news.WaitAsync(interval, cancellationToken);
            interval = interval * 2 < LongestInterval ? interval * 2 : LongestInterval;
        }

        return false;
    }

    /// <summary>A peer tells its pool; the answer is what this agent knows.</summary>
    public (int Status, JsonNode Body) Receive(JsonObject message)
    {
        if (!TryRead(message, out var known))
        {
            return (400, Error(400, 20001, "gossip needs id, endpoint and pool"));
        }

        foreach (var (id, endpoint) in known)
        {
            switch (configuration.Add(id, endpoint))
            {
                case null:
                    return (403, Error(403, 403, $"the pool is complete and does not hold {id}"));
                case true:
                    _news.Set();
                    break;
            }
        }

        return (200, Message());
    }

    private static JsonObject Error(int status, int number, string text) => new()
    {
        ["code"] = status,
        ["error"] = true,
        ["errorMessage"] = text,
        ["errorNum"] = number,
    };

    private static bool TryRead(JsonObject message, out List<(string Id, string Endpoint)> known)
    {
        known = [];
        if (message["id"] is not JsonValue id || message["endpoint"] is not JsonValue endpoint || message["pool"] is not JsonObject pool)
        {
            return false;
        }

        known.Add((id.ToString(), endpoint.ToString()));
        known.AddRange(pool.Where(p => p.Value is JsonValue).Select(p => (p.Key, p.Value!.ToString())));
        return true;
    }

    private JsonObject Message() => new()
    {
        ["endpoint"] = configuration.Endpoint,
        ["id"] = configuration.Id,
        ["pool"] = configuration.PoolJson(),
    };

    private IEnumerable<string> Targets() =>
        configuration.Settings.Endpoints.Concat(configuration.Pool.Values).Where(e => e != configuration.Endpoint).Distinct();

    private async Task TellAsync(string endpoint, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await peers.SendAsync(
                HttpMethod.Post, endpoint, "/_api/agency_priv/gossip", Message(), LongestInterval, cancellationToken);
            if (answer.Status == HttpStatusCode.OK && answer.Body is JsonObject body && TryRead(body, out var known))
            {
                foreach (var (id, address) in known)
                {
                    if (configuration.Add(id, address) == true)
                    {
                        // Whoever is new has to hear of us, too.
                        _news.Set();
                    }
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // The peer is not up yet; the next round tries again.
        }
    }
}
