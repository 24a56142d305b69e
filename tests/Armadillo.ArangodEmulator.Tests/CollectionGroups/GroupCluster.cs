using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.CollectionGroups;

/// <summary>An agent, DB servers and a coordinator as processes, with a database "logs" of replication version 2.</summary>
public sealed class GroupCluster : IAsyncLifetime
{
    public const string Database = "logs";

    public static readonly string[] Members = ["db1", "db2", "db3"];

    internal TestCluster Servers { get; } = new();

    public async Task InitializeAsync()
    {
        var servers = Servers;
        servers.StartAgent(
            "agent", "--agency.supervision-frequency", "0.2", "--agency.supervision-ok-threshold", "2", "--agency.supervision-grace-period", "4");
        foreach (var name in Members)
        {
            servers.StartDbServer(name, "--database.default-replication-version", "2");
        }

        await servers.StartCoordinator("coordinator", "--database.default-replication-version", "2").WaitUntilReadyAsync();
        await servers.WaitForHealthAsync(static h => h.Count(static s => (string?)s.Value!["Status"] == "GOOD") >= 5);
        Assert.Equal(201, (await servers.SendAsync(HttpMethod.Post, "coordinator", "/_api/database", """{"name":"logs"}""")).Status);
    }

    internal Task<Answer> GetAsync(string path) => Servers.GetAsync("coordinator", $"/_db/{Database}{path}");

    internal Task<Answer> SendAsync(HttpMethod method, string path, string body = "", string? transaction = null) => Requests.SendAsync(
        method, Servers.Port("coordinator"), $"/_db/{Database}{path}", Servers.Token, body,
        transaction is null ? [] : [("x-arango-trx-id", transaction)]);

    public async Task<string> CreateAsync(string name, string properties)
    {
        var made = await SendAsync(HttpMethod.Post, "/_api/collection", $$"""{"name":"{{name}}"{{(properties.Length == 0 ? "" : ",")}}{{properties}}}""");
        Assert.Equal(200, made.Status);
        return (string)made.Body!["id"]!;
    }

    public Task<JsonNode?> TreeAsync(params string[] path) => Servers.ReadAgencyAsync(["arango", .. path]);

    /// <summary>The plan of a collection.</summary>
    public async Task<JsonNode> PlanAsync(string collection) => (await TreeAsync("Plan", "Collections", Database, collection))!;

    /// <summary>The log of the collection's shard with this position.</summary>
    public async Task<string> LogAsync(string collection, int shard = 0)
    {
        var group = (await PlanAsync(collection))["groupId"]!.ToString();
        return (await TreeAsync("Plan", "CollectionGroups", Database, group))!["shardSheaves"]![shard]!["replicatedLog"]!.ToString();
    }

    /// <summary>The server that leads the collection's shard with this position.</summary>
    public async Task<string> LeaderAsync(string collection, int shard = 0)
    {
        var log = await LogAsync(collection, shard);
        var leader = "";
        await Requests.UntilAsync(
            () => GetAsync($"/_api/log/{log}"), a => (leader = (string?)a.Body?["result"]?["leaderId"] ?? "").Length > 0);
        return Servers.NameOf(leader);
    }

    public async Task<IReadOnlyList<int>> ValuesAsync(string collection)
    {
        var all = await SendAsync(HttpMethod.Post, "/_api/cursor", $$"""{"query":"FOR d IN {{collection}} SORT d.v RETURN d.v","batchSize":10000}""");
        Assert.Equal(201, all.Status);
        return [.. all.Body!["result"]!.AsArray().Select(static v => (int)v!)];
    }

    public async Task DisposeAsync() => await Servers.DisposeAsync();
}
