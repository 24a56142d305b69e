using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Agency;

namespace Armadillo.ArangodEmulator.Tests.Supervision;

/// <summary>
/// A supervised agency whose DB servers are played: the living leader of each planned shard reports itself and the living followers as in
/// sync, except those that are held back.
/// </summary>
internal sealed class ShardCluster : IAsyncDisposable
{
    private readonly SupervisedCluster _cluster;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _alive = [];
    private Task _play = Task.CompletedTask;

    private ShardCluster(SupervisedCluster cluster) => _cluster = cluster;

    /// <summary>Servers that never get in sync.</summary>
    public HashSet<string> HeldBack { get; } = [];

    /// <summary>Servers that are not in sync, but would have everything if the leader failed now.</summary>
    public HashSet<string> Heirs { get; } = [];

    public AgencyNetwork Network => _cluster.Network;

    public static async Task<ShardCluster> StartedAsync(int servers, int agents = 1)
    {
        var cluster = new ShardCluster(await SupervisedCluster.StartedAsync(agents));
        for (var i = 1; i <= servers; i++)
        {
            await cluster._cluster.RegisterAsync(Server(i), $"DBServer000{i}");
        }

        for (var i = 1; i <= servers; i++)
        {
            cluster.Revive(i);
        }

        for (var i = 1; i <= servers; i++)
        {
            await HealthTests.StatusAsync(cluster._cluster, Server(i), "GOOD");
        }

        cluster._play = cluster.PlayAsync();
        return cluster;
    }

    public static string Server(int number) => $"PRMR-{number}";

    public void Kill(int number)
    {
        lock (_alive)
        {
            _alive.Remove(Server(number));
        }

        _cluster.StopBeating(Server(number));
    }

    public void Revive(int number)
    {
        lock (_alive)
        {
            _alive.Add(Server(number));
        }

        _cluster.Beat(Server(number));
    }

    /// <summary>A collection of one shard s&lt;id&gt;1, and its first report.</summary>
    public async Task PlanAsync(string id, string servers, string more = "\"replicationFactor\":2")
    {
        var shards = $"\"s{id}1\":[{string.Join(',', servers.Select(c => $"\"{Server(c - '0')}\""))}]";
        await WriteAsync($$"""{"arango/Plan/Collections/d/{{id}}":{"name":"c{{id}}",{{more}},"shards":{ {{shards}} } } }""");
        await Eventually.Async(async () => (await CurrentAsync(id)).Length > 0);
    }

    public Task WriteAsync(string operations) => _cluster.WriteAsync(operations);

    public Task<string> AtAsync(string path) => _cluster.AtAsync(path);

    public Task<List<string>> HistoryAsync(string path, string member) => _cluster.HistoryAsync(path, member);

    /// <summary>The texts of all that the log was ever asked to write, in order.</summary>
    public async Task<List<string>> LogAsync() =>
        [.. (await Network.GetAsync(await Network.LeaderAsync(), "state")).Body!["log"]!.AsArray().Select(e => e!["request"]!.ToJsonString())];

    /// <summary>The numbers of the planned servers, a resigned leader with its underscore: "12" or "_21".</summary>
    public async Task<string> PlannedAsync(string id) => Numbers(await AtAsync($"Plan/Collections/d/{id}/shards/s{id}1"));

    public async Task<string> CurrentAsync(string id) => Numbers(await AtAsync($"Current/Collections/d/{id}/s{id}1/servers"));

    public async Task<JsonNode> EndOfAsync(string job)
    {
        JsonNode? found = null;
        await Eventually.Async(async () =>
        {
            var finished = await AtAsync($"Target/Finished/{job}");
            var text = finished.Length > 0 ? finished : await AtAsync($"Target/Failed/{job}");
            return text.Length > 0 && (found = JsonNode.Parse(text)) is not null;
        });
        return found!;
    }

    /// <summary>Nothing is locked any more, nothing is left to do.</summary>
    public Task QuietAsync() => Eventually.Async(async () =>
        (await AtAsync("Supervision/Shards"), await AtAsync("Supervision/DBServers"), await AtAsync("Target/ToDo"), await AtAsync("Target/Pending"))
        == ("{}", "{}", "{}", "{}"));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _play;
        await _cluster.DisposeAsync();
    }

    private static string Numbers(string list) => list.Length == 0
        ? ""
        : string.Concat(JsonNode.Parse(list)!.AsArray().Select(s => s!.ToString().Replace("PRMR-", "", StringComparison.Ordinal)));

    private async Task PlayAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ReportAsync();
            }
            catch (HttpRequestException)
            {
                // The leader ended after it had been chosen; its successor is told in the next round.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task ReportAsync()
    {
        var state = await Network.GetAsync(await Network.LeaderAsync(), "state");
        if (state.Status != 200 || state.Body!["agency"]!["arango"] is not { } arango)
        {
            return;
        }

        var writes = new List<string>();
        foreach (var (id, collection) in arango["Plan"]?["Collections"]?["d"]?.AsObject() ?? [])
        {
            foreach (var (shard, servers) in collection!["shards"]!.AsObject())
            {
                var current = arango["Current"]?["Collections"]?["d"]?[id]?[shard]?["servers"];
                var report = Report([.. servers!.AsArray().Select(s => s!.ToString())]);
                if (report is not null && report.ToJsonString() != current?.ToJsonString())
                {
                    var candidates = new JsonArray([.. report.Select(s => (JsonNode)s!.ToString()), .. Heirs.Select(s => (JsonNode)s)]);
                    writes.Add($"\"arango/Current/Collections/d/{id}/{shard}\":{{\"servers\":{report.ToJsonString()},\"failoverCandidates\":{candidates.ToJsonString()}}}");
                }
            }
        }

        if (writes.Count > 0)
        {
            var body = $$"""[[{ {{string.Join(',', writes)}},"arango/Current/Version":{"op":"increment"} }]]""";
            await Network.PostAsync(await Network.LeaderAsync(), "write", body);
        }
    }

    private JsonArray? Report(IReadOnlyList<string> planned)
    {
        lock (_alive)
        {
            return _alive.Contains(planned[0].TrimStart('_'))
                ? new([planned[0], .. planned.Skip(1).Where(s => _alive.Contains(s) && !HeldBack.Contains(s)).Select(s => (JsonNode)s)])
                : null;
        }
    }
}
