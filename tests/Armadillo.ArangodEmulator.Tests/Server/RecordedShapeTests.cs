using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Server;

/// <summary>Answers have the names, the order and the types of recorded 3.12.10 answers.</summary>
public sealed class RecordedShapeTests
{
    [Fact]
    public async Task Version_engine_and_database_are_as_recorded_to_the_letter()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        Assert.Equal(Text(Recorded("version")["body"]), Text((await server.GetAsync("/_api/version")).Body));
        Assert.Equal(Text(Recorded("version")["body"]), Text((await server.GetAsync("/_db/_system/_admin/version")).Body));
        Assert.Equal(Text(Recorded("engine")["body"]), Text((await server.GetAsync("/_api/engine")).Body));
        Assert.Equal(Text(Recorded("database-current")["body"]), Text((await server.GetAsync("/_api/database/current")).Body));
    }

    [Fact]
    public async Task All_recorded_headers_are_there_with_their_values()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        var answer = await server.GetAsync("/_api/version");
        foreach (var (name, value) in Recorded("version")["headers"]!.AsObject())
        {
            var found = answer.Headers.TryGetValues(name, out var values) || answer.ContentHeaders.TryGetValues(name, out values)
                ? string.Join(", ", values)
                : null;
            if (name != "content-length")
            {
                Assert.Equal(Plain((string?)value), Plain(found));
            }
        }
    }

    [Fact]
    public async Task Headers_for_browsers_are_left_out_between_servers()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        var answer = await Requests.SendAsync(HttpMethod.Get, server.Port, "/_api/version", headers: ("x-arango-source", "PRMR-1"));
        Assert.False(answer.Headers.Contains("Cache-Control"));
        Assert.Equal("ArangoDB", answer.Headers.GetValues("Server").Single());
    }

    [Fact]
    public async Task The_status_has_names_and_types_of_the_recorded_one_as_far_as_a_single_server_has_them()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        var status = (await server.GetAsync("/_admin/status")).Body!.AsObject();
        AssertSubset(Recorded("status-coordinator")["body"]!.AsObject(), status);
        Assert.Equal(server.Process.Id, (int?)status["pid"]);
        Assert.Equal("SINGLE", (string?)status["serverInfo"]!["role"]);
    }

    [Fact]
    public async Task What_is_not_emulated_says_so_and_what_nobody_knows_is_unknown()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        var foxx = await server.GetAsync("/_api/foxx");
        Assert.Equal(501, foxx.Status);
        Assert.Contains("Armadillo.ArangodEmulator", (string?)foxx.Body!["errorMessage"], StringComparison.Ordinal);
        Assert.Equal((404, 404L), await StatusAsync(server, "/_api/nonsense"));
        Assert.Equal((404, 404L), await StatusAsync(server, "/_admin/debug/failat"));
        Assert.Equal((404, 1228L), await StatusAsync(server, "/_db/nowhere/_api/version"));
        Assert.Equal((500, 500L), await StatusAsync(server, "/_admin/server/id"));
        Assert.Equal((404, 404L), await StatusAsync(server, "/_admin/server/nonsense"));
        Assert.Equal((403, 403L), await StatusAsync(server, "/_admin/cluster/health"));
        Assert.Equal((501, 9L), await StatusAsync(server, "/_api/cluster/endpoints"));
        Assert.Equal(405, (await Requests.SendAsync(HttpMethod.Post, server.Port, "/_admin/server/role")).Status);
    }

    [Fact]
    public async Task Read_only_mode_is_switched_and_shown()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        var answer = await Requests.SendAsync(HttpMethod.Put, server.Port, "/_admin/server/mode", body: """{"mode":"readonly"}""");
        Assert.Equal("readonly", (string?)answer.Body!["mode"]);
        Assert.Equal("readonly", (string?)(await server.GetAsync("/_admin/server/availability")).Body!["mode"]);
        Assert.Equal(400, (await Requests.SendAsync(HttpMethod.Put, server.Port, "/_admin/server/mode", body: "{}")).Status);
    }

    [Fact]
    public async Task Http2_works_on_the_same_port_without_upgrade()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        using var client = new HttpClient
        {
            DefaultRequestVersion = new Version(2, 0),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{server.Port}/_api/version"));
        Assert.Equal(new Version(2, 0), response.Version);
        Assert.Equal(200, (int)response.StatusCode);
    }

    private static async Task<(int, long?)> StatusAsync(SingleServer server, string path)
    {
        var answer = await server.GetAsync(path);
        return (answer.Status, answer.ErrorNum);
    }

    private static void AssertSubset(JsonObject recorded, JsonObject ours)
    {
        foreach (var (name, value) in ours)
        {
            Assert.True(recorded.ContainsKey(name), $"'{name}' is not recorded");
            Assert.Equal(Kind(recorded[name]!), Kind(value!));
            if (value is JsonObject inner)
            {
                AssertSubset(recorded[name]!.AsObject(), inner);
            }
        }

        Assert.Equal(recorded.Select(static x => x.Key).Where(ours.ContainsKey), ours.Select(static x => x.Key));
    }

    private static JsonValueKind Kind(JsonNode node) => node.GetValueKind() is JsonValueKind.False ? JsonValueKind.True : node.GetValueKind();

    private static JsonNode Recorded(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "recorded", name + ".json")))!;

    private static string? Text(JsonNode? node) => node?.ToJsonString();

    // The client cuts list headers and puts them together in its own way.
    private static string? Plain(string? value) => value is null
        ? null
        : string.Join(',', value.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)).ToLowerInvariant();
}
