using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Agency;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Cluster;

public sealed class ClusterQuestionTests(OneCluster one) : IClassFixture<OneCluster>
{
    private readonly TestCluster _cluster = one.Running;

    [Fact]
    public async Task Shards_are_counted_in_all_by_database_and_by_server()
    {
        await MakeAsync("counted", shards: 3, copies: 2);
        var all = await StatisticsAsync("");
        Assert.Equal(
            ["databases", "collections", "shards", "leaders", "realLeaders", "followers", "servers"], all.AsObject().Select(static x => x.Key));
        Assert.Equal((2, 1), ((int)all["servers"]!, (int)all["databases"]!));
        Assert.Equal((int)all["shards"]!, (int)all["leaders"]! + (int)all["followers"]!);
        var byServer = (await StatisticsAsync("?DBserver=all")).AsObject();
        Assert.Equal(new[] { _cluster.IdOf("db1"), _cluster.IdOf("db2") }.Order(), byServer.Select(static x => x.Key).Order());
        Assert.Equal((int)all["shards"]!, byServer.Sum(static x => (int)x.Value!["shards"]!));
        Assert.Equal((int)all["realLeaders"]!, byServer.Sum(static x => (int)x.Value!["realLeaders"]!));
        Assert.Equal(all.ToJsonString(), (await StatisticsAsync("?details=true"))["_system"]!.ToJsonString());
        Assert.Equal(400, (await AdminAsync($"shardStatistics?DBserver={_cluster.IdOf("coordinator")}")).Status);
        var refused = await _cluster.GetAsync("db1", "/_admin/cluster/shardStatistics");
        Assert.Equal((501, 1471L), (refused.Status, refused.ErrorNum));
    }

    [Fact]
    public async Task The_foxxmaster_says_that_it_has_seen_the_queues()
    {
        await Eventually.Async(async () => (await _cluster.ReadAgencyAsync("arango", "Current", "FoxxmasterQueueupdate"))?.ToJsonString() == "false");
        await _cluster.WriteAgencyAsync("/arango/Current/FoxxmasterQueueupdate", "true");
        await Eventually.Async(async () => (await _cluster.ReadAgencyAsync("arango", "Current", "FoxxmasterQueueupdate"))?.ToJsonString() == "false");
    }

    [Fact]
    public async Task Who_may_only_read_cannot_change_what_the_supervision_does()
    {
        await _cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/user", """{"user":"reader","passwd":""}""");
        await _cluster.SendAsync(HttpMethod.Put, "coordinator", "/_api/user/reader/database/_system", """{"grant":"ro"}""");
        var reader = Requests.Basic("reader", "");
        var db1 = _cluster.IdOf("db1");
        foreach (var (method, command, body) in new[]
        {
            ("GET", "maintenance", ""), ("PUT", "maintenance", "\"on\""), ("PUT", $"maintenance/{db1}", """{"mode":"maintenance"}"""),
            ("POST", "removeServer", $"\"{db1}\""), ("GET", "shardDistribution", ""), ("POST", "rebalanceShards", "{}"),
            ("POST", "cleanOutServer", $$"""{"server":"{{db1}}"}"""), ("GET", "queryAgencyJob?id=1", ""),
        })
        {
            var answer = await Requests.SendAsync(HttpMethod.Parse(method), _cluster.Port("coordinator"), $"/_admin/cluster/{command}", reader, body);
            Assert.Equal((command, 403, 403L), (command, answer.Status, answer.ErrorNum));
        }

        Assert.Equal(200, (await Requests.GetAsync(_cluster.Port("coordinator"), "/_admin/cluster/health", reader)).Status);
    }

    [Fact]
    public async Task Heartbeats_of_db_servers_say_how_their_storage_is()
    {
        var stores = (await _cluster.GetAsync("agent", "/_api/agency/stores")).Body!;
        var states = stores["transient"]![0]!["arango"]!["Sync"]!["ServerStates"]!;
        var health = states[_cluster.IdOf("db1")]!["health"]!.AsObject();
        Assert.Equal(
            ["backgroundError", "freeDiskSpaceBytes", "freeDiskSpacePercent", "status"], health.Select(static x => x.Key).Order(StringComparer.Ordinal));
        Assert.Equal("GOOD", (string?)health["status"]);
        Assert.InRange((double)health["freeDiskSpacePercent"]!, 0, 1);
        Assert.Null(states[_cluster.IdOf("coordinator")]!["health"]);
    }

    [Fact]
    public async Task Ids_are_reserved_in_ranges_that_nobody_else_gets_and_can_be_raised()
    {
        var first = await UniqueIdsAsync("number=10");
        var second = await UniqueIdsAsync("number=1");
        Assert.Equal(9, first.Largest - first.Smallest);
        Assert.True(second.Smallest > first.Largest);
        var raised = await UniqueIdsAsync("minimum=50000000");
        Assert.Equal(50000000, raised.Largest);
        Assert.True((await UniqueIdsAsync("number=1")).Smallest > 50000000);
        foreach (var wrong in (string[])["", "?number=0", "?number=1000001", "?number=x", "?minimum=2000000000000000000", "?number=1&minimum=1"])
        {
            Assert.Equal((400, 10L), Brief(await _cluster.SendAsync(HttpMethod.Put, "coordinator", "/_admin/cluster/uniqId" + wrong, "")));
        }

        Assert.Equal(405, (await AdminAsync("uniqId")).Status);
    }

    [Fact]
    public async Task The_order_of_keys_is_nowhere_the_old_one()
    {
        var check = (await AdminAsync("vpackSortMigration/check")).Body!["result"]!.AsObject();
        Assert.Equal(2, check.Count);
        Assert.All(check, static server => Assert.Equal("all good with sorting order", (string?)server.Value!["result"]!["errorMessage"]));
        var own = (await _cluster.GetAsync("db1", "/_admin/cluster/vpackSortMigration/status")).Body!["result"]!;
        Assert.Equal("""{"next":"CORRECT","current":"CORRECT"}""", own.ToJsonString());
        Assert.Equal(200, (await _cluster.SendAsync(HttpMethod.Put, "coordinator", "/_admin/cluster/vpackSortMigration/migrate", "")).Status);
        Assert.Equal(405, (await AdminAsync("vpackSortMigration/migrate")).Status);
        var user = await Requests.GetAsync(_cluster.Port("coordinator"), "/_admin/cluster/vpackSortMigration/check", Requests.Basic("root", ""));
        Assert.Equal((403, 11L), (user.Status, user.ErrorNum));
    }

    [Fact]
    public async Task Every_member_tells_what_it_has_seen_of_the_agency()
    {
        foreach (var name in (string[])["coordinator", "db1"])
        {
            var cache = (await _cluster.GetAsync(name, "/_api/cluster/agency-cache")).Body!;
            Assert.True((long)cache["index"]! > 0);
            Assert.Equal(["arango"], cache["cache"]![0]!.AsObject().Select(static x => x.Key));
            Assert.Equal((string?)await _cluster.ReadAgencyAsync("arango", "Cluster"), (string?)cache["cache"]![0]!["arango"]!["Cluster"]);
        }

        Assert.Equal(501, (await _cluster.GetAsync("agent", "/_api/cluster/agency-cache")).Status);
    }

    [Fact]
    public async Task The_agency_of_a_healthy_cluster_passes_every_test_of_its_diagnosis()
    {
        var answer = await Requests.UntilAsync(
            () => AdminAsync("agencyDiagnosis"), static a => a.Body!["result"]!["diagnosis"]!["badTests"]!.AsArray().Count == 0);
        Assert.Equal(["diagnosis", "error", "errorMessage"], answer.Body!["result"]!.AsObject().Select(static x => x.Key));
        Assert.Equal(5, answer.Body["result"]!["diagnosis"]!["goodTests"]!.AsArray().Count);
        Assert.Equal(501, (await AdminAsync("agencyDiagnosis?strict=true")).Status);
        Assert.Equal(405, (await _cluster.SendAsync(HttpMethod.Put, "coordinator", "/_admin/cluster/agencyDiagnosis", "{}")).Status);
    }

    [Fact]
    public async Task Superusers_ask_for_limits_and_for_who_is_responsible()
    {
        await MakeAsync("asked", shards: 2, copies: 2);
        Assert.Equal("""{"maxNumberOfShards":1000}""", (await InfoAsync(HttpMethod.Get, "get_max_number_of_shards")).Text);
        Assert.Equal("""{"OK":true}""", (await InfoAsync(HttpMethod.Put, "flush", "")).Text);
        var shard = (string)(await InfoAsync(HttpMethod.Post, "get_responsible_shard/_system/asked/true", """{"_key":"a"}""")).Body!["shardId"]!;
        Assert.Equal(
            shard, (string?)(await _cluster.SendAsync(HttpMethod.Put, "coordinator", "/_api/collection/asked/responsibleShard", """{"_key":"a"}""")).Body!["shardId"]);
        var leader = (string?)(await InfoAsync(HttpMethod.Post, "get_responsible_servers", $"[\"{shard}\"]")).Body![shard];
        Assert.Contains(leader, (IEnumerable<string?>)[_cluster.IdOf("db1"), _cluster.IdOf("db2")]);
        Assert.Equal((400, 10L), Brief(await InfoAsync(HttpMethod.Post, "get_responsible_servers", """["nonsense"]""")));
        Assert.Equal((404, 404L), Brief(await InfoAsync(HttpMethod.Get, "nonsense")));
        Assert.Equal((405, 405L), Brief(await InfoAsync(HttpMethod.Get, "flush")));
        Assert.Equal(501, (await _cluster.GetAsync("coordinator", "/_api/cluster/cluster-info")).Status);
        var user = await Requests.GetAsync(_cluster.Port("coordinator"), "/_api/cluster/cluster-info/flush", Requests.Basic("root", ""));
        Assert.Equal((403, 403L), Brief(user));
    }

    [Fact]
    public async Task A_collection_is_loaded_unloaded_and_counted_anew_without_a_change()
    {
        await MakeAsync("idle", shards: 2, copies: 1);
        await _cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/document/idle", "[{},{},{}]");
        Assert.Equal(3, (int?)(await PutAsync("load")).Body!["count"]);
        Assert.Equal((await _cluster.GetAsync("coordinator", "/_api/collection/idle")).Text, (await PutAsync("unload")).Text);
        Assert.Equal("""{"error":false,"code":200,"result":true}""", (await PutAsync("recalculateCount")).Text);
        Assert.True((long)(await _cluster.GetAsync("coordinator", "/_api/ttl/statistics")).Body!["result"]!["runs"]! >= 0);

        Task<Answer> PutAsync(string what) => _cluster.SendAsync(HttpMethod.Put, "coordinator", $"/_api/collection/idle/{what}", "");
    }

    [Fact]
    public async Task The_wanted_number_of_servers_is_set_and_told()
    {
        const string Path = "/_admin/cluster/numberOfServers";
        Assert.Equal(200, (await _cluster.SendAsync(HttpMethod.Put, "coordinator", Path, """{"numberOfCoordinators":1,"cleanedServers":[]}""")).Status);
        var told = (await _cluster.GetAsync("coordinator", Path)).Body!;
        Assert.Equal((1, 0), ((int)told["numberOfCoordinators"]!, told["cleanedServers"]!.AsArray().Count));
        Assert.Null(told["numberOfDBServers"]);
        Assert.Equal(200, (await _cluster.SendAsync(HttpMethod.Put, "coordinator", Path, """{"numberOfCoordinators":null}""")).Status);
        Assert.Equal(200, (await _cluster.SendAsync(HttpMethod.Put, "coordinator", Path, "{}")).Status);
        foreach (var wrong in (string[])["[]", """{"numberOfDBServers":"two"}""", """{"cleanedServers":[1]}""", """{"cleanedServers":1}"""])
        {
            Assert.Equal((400, 10L), Brief(await _cluster.SendAsync(HttpMethod.Put, "coordinator", Path, wrong)));
        }
    }

    [Fact]
    public async Task What_a_database_is_without_being_asked_is_told_by_every_server()
    {
        foreach (var name in (string[])["coordinator", "db1", "agent"])
        {
            Assert.Equal(
                """{"sharding":"","replicationFactor":1,"writeConcern":1,"replicationVersion":"1"}""",
                (await _cluster.GetAsync(name, "/_admin/server/databaseDefaults")).Text);
        }
    }

    [Theory]
    [InlineData("", 601)]
    [InlineData("/health/of/all", 601)]
    [InlineData("/health/all", 400)]
    [InlineData("/nonsense", 400)]
    [InlineData("/nodeVersion", 400)]
    [InlineData("/nodeVersion?ServerID=PRMR-nobody", 400)]
    public async Task A_command_that_is_none_or_lacks_something_is_a_bad_request(string command, long number)
    {
        Assert.Equal((400, number), Brief(await _cluster.GetAsync("coordinator", "/_admin/cluster" + command)));
    }

    private static (int, long?) Brief(Answer answer) => (answer.Status, answer.ErrorNum);

    private Task<Answer> InfoAsync(HttpMethod method, string command, string? body = null) => body is null
        ? _cluster.GetAsync("coordinator", $"/_api/cluster/cluster-info/{command}")
        : _cluster.SendAsync(method, "coordinator", $"/_api/cluster/cluster-info/{command}", body);

    private Task<Answer> AdminAsync(string command) => _cluster.GetAsync("coordinator", $"/_admin/cluster/{command}");

    private async Task<JsonNode> StatisticsAsync(string query) => (await AdminAsync("shardStatistics" + query)).Body!["result"]!;

    private async Task MakeAsync(string name, int shards, int copies)
    {
        var body = $$"""{"name":"{{name}}","numberOfShards":{{shards}},"replicationFactor":{{copies}}}""";
        Assert.Equal(200, (await _cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/collection", body)).Status);
    }

    private async Task<(long Smallest, long Largest)> UniqueIdsAsync(string query)
    {
        var answer = await _cluster.SendAsync(HttpMethod.Put, "coordinator", $"/_admin/cluster/uniqId?{query}", "");
        Assert.Equal(200, answer.Status);
        return (long.Parse((string)answer.Body!["smallest"]!), long.Parse((string)answer.Body["largest"]!));
    }
}
