using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Agency;

namespace Armadillo.ArangodEmulator.Tests.Supervision;

/// <summary>An agency with supervision and short times, a tree as servers make it, and heartbeats that can be stopped.</summary>
internal sealed class SupervisedCluster : IAsyncDisposable
{
    private const string EmptyTree = """
        {"Agency":{"Definition":1},"Plan":{"DBServers":{},"Coordinators":{},"Version":1},
         "Current":{"DBServers":{},"Coordinators":{},"ServersRegistered":{"Version":1},"Version":1,"Foxxmaster":""},
         "Sync":{"LatestID":1,"ServerStates":{},"Problems":{}},"Supervision":{"Health":{},"Shards":{},"DBServers":{}},
         "Target":{"FailedServers":{},"ToDo":{},"Pending":{},"Finished":{},"Failed":{},"MapUniqueToShortID":{},"Version":1}}
        """;

    private readonly Dictionary<string, CancellationTokenSource> _hearts = [];
    private readonly List<Task> _beating = [];

    private SupervisedCluster(AgencyNetwork network) => Network = network;

    public AgencyNetwork Network { get; }

    /// <param name="agents">How many agents there are.</param>
    /// <param name="more">What is written into the tree together with what all trees have.</param>
    public static async Task<SupervisedCluster> StartedAsync(int agents = 1, string more = "")
    {
        var network = await AgencyNetwork.StartedAsync(agents, s => s with
        {
            Supervision = true,
            SupervisionFrequency = TimeSpan.FromSeconds(0.1),
            SupervisionOkThreshold = TimeSpan.FromSeconds(1),
            SupervisionGracePeriod = TimeSpan.FromSeconds(2),
        });
        var cluster = new SupervisedCluster(network);
        await cluster.WriteAsync($$$"""{"arango":{"op":"set","new":{{{EmptyTree}}}}{{{more}}}}""");
        return cluster;
    }

    public async Task RegisterAsync(string id, string shortName)
    {
        var list = id.StartsWith("PRMR", StringComparison.Ordinal) ? "DBServers" : "Coordinators";
        await WriteAsync($$"""
            {"arango/Plan/{{list}}/{{id}}":"none","arango/Current/{{list}}/{{id}}":"none",
             "arango/Target/MapUniqueToShortID/{{id}}":{"TransactionID":1,"ShortName":"{{shortName}}"},
             "arango/Current/ServersRegistered/{{id}}":{"endpoint":"tcp://{{id}}:1","advertisedEndpoint":"","host":"h","versionString":"3.12.10","engine":"rocksdb"},
             "arango/Current/ServersKnown/{{id}}/rebootId":{"op":"increment"} }
            """);
    }

    public void Beat(string id, string status = "SERVING")
    {
        var stop = new CancellationTokenSource();
        _hearts[id] = stop;
        _beating.Add(BeatAsync(id, status, stop.Token));
    }

    public void StopBeating(string id) => _hearts[id].Cancel();

    public async Task WriteAsync(string operations)
    {
        var reply = await Network.PostAsync(await Network.LeaderAsync(), "write", $"[[{operations}]]");
        Assert.Equal(200, reply.Status);
    }

    /// <summary>Value in the committed store, as JSON text; empty when absent.</summary>
    public async Task<string> AtAsync(string path) =>
        (await Network.GetAsync(await Network.LeaderAsync(), "state")).At("agency/arango/" + path);

    /// <summary>All values that the log ever wrote at a path below a key, in order.</summary>
    public async Task<List<string>> HistoryAsync(string path, string member)
    {
        var state = await Network.GetAsync(await Network.LeaderAsync(), "state");
        return [.. state.Body!["log"]!.AsArray()
            .Select(e => e!["request"]?["/arango/" + path])
            .OfType<JsonObject>()
            .Select(o => o[member]?.ToString() ?? "")];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var heart in _hearts.Values)
        {
            await heart.CancelAsync();
        }

        await Task.WhenAll(_beating);
        await Network.DisposeAsync();
    }

    private async Task BeatAsync(string id, string status, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var body = $$$"""[[{"/arango/Sync/ServerStates/{{{id}}}":{"status":"{{{status}}}","time":"beat {{{i}}}"}}]]""";
            var leader = Network.Endpoints.FirstOrDefault(e => Network.Running.TryGetValue(e, out var a) && a.Leading);
            try
            {
                await (leader is null ? Task.CompletedTask : Network.PostAsync(leader, "transient", body));
            }
            catch (HttpRequestException)
            {
                // It ended after it had been chosen; the next beat goes to its successor.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }
    }
}
