using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Agency;
using Armadillo.ArangodEmulator.Tests.Supervision;

namespace Armadillo.ArangodEmulator.Tests.ReplicatedLogs;

/// <summary>
/// A supervised agency whose participants are played: the living ones confirm each term with the log that they are said to have, the
/// leader commits each configuration at once.
/// </summary>
internal sealed class LogAgency : IAsyncDisposable
{
    public const string Log = "d/1";

    private readonly SupervisedCluster _cluster;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _alive = [];
    private readonly Dictionary<string, (int Term, int Index)> _logs = [];
    private Task _play = Task.CompletedTask;

    private LogAgency(SupervisedCluster cluster) => _cluster = cluster;

    public static async Task<LogAgency> StartedAsync(int servers)
    {
        var agency = new LogAgency(await SupervisedCluster.StartedAsync());
        for (var i = 1; i <= servers; i++)
        {
            await agency._cluster.RegisterAsync(ShardCluster.Server(i), $"DBServer000{i}");
        }

        for (var i = 1; i <= servers; i++)
        {
            agency.Revive(i);
        }

        for (var i = 1; i <= servers; i++)
        {
            await HealthTests.StatusAsync(agency._cluster, ShardCluster.Server(i), "GOOD");
        }

        agency._play = agency.PlayAsync();
        return agency;
    }

    /// <summary>Says how far the log of a server goes.</summary>
    public void HasLog(int server, int term, int index)
    {
        lock (_alive)
        {
            _logs[ShardCluster.Server(server)] = (term, index);
        }
    }

    public void Kill(int server)
    {
        lock (_alive)
        {
            _alive.Remove(ShardCluster.Server(server));
        }

        _cluster.StopBeating(ShardCluster.Server(server));
    }

    public void Revive(int server)
    {
        lock (_alive)
        {
            _alive.Add(ShardCluster.Server(server));
        }

        _cluster.Beat(ShardCluster.Server(server));
    }

    public Task WriteAsync(string operations) => _cluster.WriteAsync(operations);

    public async Task<JsonNode?> AtAsync(string path) =>
        await _cluster.AtAsync(path) is { Length: > 0 } text ? JsonNode.Parse(text) : null;

    public Task<JsonNode?> PlanAsync(string path = "") => AtAsync($"Plan/ReplicatedLogs/{Log}{path}");

    public Task<JsonNode?> CurrentAsync(string path = "") => AtAsync($"Current/ReplicatedLogs/{Log}{path}");

    /// <summary>Wants a log of the servers 1 to n, as the helpers of test suites do.</summary>
    public async Task<string> CreateAsync(int servers, int writeConcern, string more = "")
    {
        var participants = string.Join(',', Enumerable.Range(1, servers).Select(i => $$"""
            "PRMR-{{i}}":{"allowedInQuorum":true,"allowedAsLeader":true,"forced":false}
            """));
        await WriteAsync($$"""
            {"arango/Target/ReplicatedLogs/{{Log}}":{"id":1,"participants":{ {{participants}} },"supervision":{"maxActionsTraceLength":20},
              "config":{"writeConcern":{{writeConcern}},"softWriteConcern":{{writeConcern}},"waitForSync":false}{{more}} },
             "arango/Target/Version":{"op":"increment"} }
            """);
        return await LeaderAsync(1);
    }

    /// <summary>The leader of at least the term, once it has established its leadership.</summary>
    public async Task<string> LeaderAsync(int term)
    {
        var leader = "";
        await Eventually.Async(async () =>
        {
            var current = await CurrentAsync("/leader");
            leader = (string?)current?["serverId"] ?? "";
            return (bool?)current?["leadershipEstablished"] == true && (int?)current["term"] >= term
                && (string?)(await PlanAsync("/currentTerm/leader/serverId")) == leader;
        });
        return leader;
    }

    public async Task<List<string>> ActionsAsync() =>
        [.. ((await CurrentAsync("/actions"))?.AsArray() ?? []).Select(a => (string?)a!["desc"]!["type"] ?? "")];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _play;
        await _cluster.DisposeAsync();
    }

    private async Task PlayAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (await PlanAsync() is { } plan)
            {
                var writes = Reports(plan, await CurrentAsync());
                if (writes.Count > 0)
                {
                    await WriteAsync($$"""{ {{string.Join(',', writes)}},"arango/Current/Version":{"op":"increment"} }""");
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System, CancellationToken.None);
        }
    }

    private List<string> Reports(JsonNode plan, JsonNode? current)
    {
        var writes = new List<string>();
        var term = (int)plan["currentTerm"]!["term"]!;
        var leader = (string?)plan["currentTerm"]!["leader"]?["serverId"];
        lock (_alive)
        {
            foreach (var (id, _) in plan["participantsConfig"]!["participants"]!.AsObject().Where(p => _alive.Contains(p.Key)))
            {
                var state = leader is not null && _alive.Contains(leader) ? "ServiceOperational" : "Connecting";
                var (logTerm, index) = _logs.GetValueOrDefault(id);
                Report($"localStatus/{id}", new JsonObject
                {
                    ["term"] = term,
                    ["spearhead"] = new JsonObject { ["term"] = logTerm, ["index"] = index },
                    ["state"] = state,
                });
            }

            if (leader is not null && _alive.Contains(leader))
            {
                Report("leader", new JsonObject
                {
                    ["serverId"] = leader,
                    ["term"] = term,
                    ["leadershipEstablished"] = true,
                    ["committedParticipantsConfig"] = plan["participantsConfig"]!.DeepClone(),
                });
            }
        }

        return writes;

        void Report(string path, JsonObject report)
        {
            var there = path.Split('/').Aggregate(current, (node, key) => node?[key]);
            if (!JsonNode.DeepEquals(there, report))
            {
                writes.Add($"\"arango/Current/ReplicatedLogs/{Log}/{path}\":{report.ToJsonString()}");
            }
        }
    }
}
