using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Logging;

public sealed class LogApiTests
{
    [Fact]
    public async Task Levels_are_changed_all_or_none_and_reset()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false", "--log.level", "cluster=warning");
        Assert.Equal("WARNING", await LevelAsync(server, "cluster"));
        var answer = await PutAsync(server, "", """{"all":"error","agency":"trace"}""");
        Assert.Equal(("TRACE", "ERROR"), ((string?)answer.Body!["agency"], (string?)answer.Body!["cluster"]));
        var wrong = await PutAsync(server, "", """{"all":"debug","general":"invalidLevel"}""");
        Assert.Equal(400, wrong.Status);
        Assert.Equal("Failed to update log levels: Unknown enum value INVALIDLEVEL at path ['general']", (string?)wrong.Body!["errorMessage"]);
        wrong = await PutAsync(server, "", """{"all":"debug","invalidTopic":"error"}""");
        Assert.Equal("Failed to update log levels: Unknown log topic invalidTopic", (string?)wrong.Body!["errorMessage"]);
        Assert.Equal("ERROR", await LevelAsync(server, "cluster"));
        await Requests.SendAsync(HttpMethod.Delete, server.Port, "/_admin/log/level");
        Assert.Equal(("WARNING", "INFO"), (await LevelAsync(server, "cluster"), await LevelAsync(server, "agency")));
    }

    [Fact]
    public async Task One_output_can_say_more_or_less_than_the_others()
    {
        using var scratch = new ScratchDirectory();
        var file = "file://" + scratch.At("log");
        await using var server = await SingleServer.ReadyAsync(
            "--server.authentication", "false", "--emulator.failure-tests", "true", "--log.output", "-", "--log.output", file);
        const string WithAppenders = "?withAppenders=true";
        var before = (await server.GetAsync("/_admin/log/level" + WithAppenders)).Body!.AsObject();
        Assert.Equal(["global", "appenders"], before.Select(static x => x.Key));
        Assert.Equal(["-", file], before["appenders"]!.AsObject().Select(static x => x.Key));
        var set = await PutAsync(server, WithAppenders, """{"global":{"queries":"debug"},"appenders":{"-":{"queries":"trace"}}}""");
        Assert.Equal("TRACE", (string?)set.Body!["global"]!["queries"]);
        set = await PutAsync(server, WithAppenders, """{"appenders":{"-":{"queries":"error","general":"error"}}}""");
        Assert.Equal("ERROR", (string?)set.Body!["appenders"]!["-"]!["queries"]);
        Assert.Equal("DEBUG", (string?)set.Body!["global"]!["queries"]);
        var wrong = await PutAsync(server, WithAppenders, """{"global":{"all":"error"},"appenders":{"none":{"all":"debug"}}}""");
        Assert.Equal((400, "Failed to update log levels: Unknown appender none"), (wrong.Status, (string?)wrong.Body!["errorMessage"]));

        // The warning about a failure point is in the topic that standard output takes no warnings of any more.
        await Requests.SendAsync(HttpMethod.Put, server.Port, "/_admin/debug/failat/something");
        Assert.Contains("[d8a5f]", await File.ReadAllTextAsync(scratch.At("log")), StringComparison.Ordinal);
        Assert.DoesNotContain(server.Process.Output, static l => l.Contains("[d8a5f]", StringComparison.Ordinal));
        await PutAsync(server, WithAppenders, before.ToJsonString());
        Assert.Equal(before.ToJsonString(), (await server.GetAsync("/_admin/log/level" + WithAppenders)).Body!.ToJsonString());
    }

    [Fact]
    public async Task Entries_are_filtered_searched_sorted_and_paged()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false", "--emulator.failure-tests", "true");
        await Requests.SendAsync(HttpMethod.Delete, server.Port, "/_admin/log");
        Assert.Equal(0, (int)(await server.GetAsync("/_admin/log/entries")).Body!["total"]!);
        for (var i = 0; i < 5; i++)
        {
            await Requests.SendAsync(HttpMethod.Put, server.Port, $"/_admin/debug/failat/point{i}");
        }

        Assert.Equal("5, 0, 5, 0", await TotalsAsync(server, "upto=warning", "upto=error", "level=2", "level=info"));
        Assert.Equal("5, 1, 0", await TotalsAsync(server, "search=POINT", "search=point3", "search=nothing"));
        var page = (await server.GetAsync("/_admin/log/entries?sort=desc&offset=1&size=2")).Body!;
        Assert.Equal(5, (int)page["total"]!);
        Assert.Equal(["point3", "point2"], page["messages"]!.AsArray().Select(static m => ((string)m!["message"]!).Split('\'')[1]));
        Assert.Equal(["id", "topic", "level", "date", "message"], page["messages"]![0]!.AsObject().Select(static x => x.Key));
        var third = (long)page["messages"]![1]!["id"]!;
        Assert.Equal("3", await TotalsAsync(server, $"start={third}"));
        Assert.Equal(400, (await server.GetAsync("/_admin/log/entries?upto=loud")).Status);
        var old = (await server.GetAsync("/_admin/log?upto=warning&size=2")).Body!.AsObject();
        Assert.Equal(["totalAmount", "lid", "topic", "level", "timestamp", "text"], old.Select(static x => x.Key));
        Assert.Equal((5, 2, 2), ((int)old["totalAmount"]!, old["lid"]!.AsArray().Count, (int)old["level"]![0]!));
    }

    [Fact]
    public async Task Structured_parameters_say_which_request_a_line_belongs_to()
    {
        await using var server = await SingleServer.ReadyAsync(
            "--database.password", "pass", "--emulator.failure-tests", "true", "--log.structured-param", "database=true", "--log.structured-param", "url");
        var root = Requests.Basic("root", "pass");
        Assert.Equal("""{"database":true,"url":true}""", (await server.GetAsync("/_admin/log/structured", root)).Body!.ToJsonString());
        await Requests.SendAsync(HttpMethod.Put, server.Port, "/_admin/debug/failat/one", root);
        Assert.Contains("{general} [database: _system] [url: /_admin/debug/failat/one] activating", await server.Process.WaitForAsync("[d8a5f]"), StringComparison.Ordinal);
        var changed = await Requests.SendAsync(
            HttpMethod.Put, server.Port, "/_admin/log/structured", root, """{"collection":true,"database":false,"username":true,"url":false}""");
        Assert.Equal("""{"username":true}""", changed.Body!.ToJsonString());
        await Requests.SendAsync(HttpMethod.Put, server.Port, "/_admin/debug/failat/two", root);
        Assert.Contains("{general} [username: root] activating", await server.Process.WaitForAsync("[d8a5f]"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", 200, 200)]
    [InlineData("jwt", 200, 403)]
    [InlineData("false", 403, 403)]
    public async Task The_policy_decides_who_may_ask(string policy, int superuser, int root)
    {
        using var scratch = new ScratchDirectory();
        await using var server = await SingleServer.ReadyAsync("--server.jwt-secret-keyfile", scratch.Write("secret", "s"), "--log.api-enabled", policy);
        Assert.Equal(superuser, (await server.GetAsync("/_admin/log/level", Tokens.Superuser("s"))).Status);
        Assert.Equal(root, (await server.GetAsync("/_admin/log/level", Requests.Basic("root", ""))).Status);
    }

    [Fact]
    public async Task A_coordinator_asks_the_server_that_is_named()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var id = cluster.IdOf("db1");
        var changed = await cluster.SendAsync(HttpMethod.Put, "coordinator", $"/_admin/log/level?serverId={id}", """{"trx":"trace"}""");
        Assert.Equal((200, "TRACE"), (changed.Status, (string?)changed.Body!["trx"]));
        Assert.Equal("TRACE", (string?)(await cluster.GetAsync("db1", "/_admin/log/level")).Body!["trx"]);
        Assert.Equal("INFO", (string?)(await cluster.GetAsync("coordinator", "/_admin/log/level")).Body!["trx"]);
        Assert.Contains("role=\"PRIMARY\"", await Requests.TextAsync(cluster.Port("coordinator"), $"/_admin/metrics/v2?serverId={id}", cluster.Token), StringComparison.Ordinal);
        Assert.Equal(404, (await cluster.GetAsync("coordinator", "/_admin/metrics/v2?serverId=PRMR-nobody")).Status);
    }

    private static async Task<string> TotalsAsync(SingleServer server, params string[] queries)
    {
        var totals = new List<int>();
        foreach (var query in queries)
        {
            totals.Add((int)(await server.GetAsync($"/_admin/log/entries?{query}")).Body!["total"]!);
        }

        return string.Join(", ", totals);
    }

    private static Task<Answer> PutAsync(SingleServer server, string query, string body) =>
        Requests.SendAsync(HttpMethod.Put, server.Port, "/_admin/log/level" + query, body: body);

    private static async Task<string?> LevelAsync(SingleServer server, string topic) =>
        (string?)(await server.GetAsync("/_admin/log/level")).Body![topic];
}
