using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Databases;

public sealed class DatabaseTests
{
    [Fact]
    public async Task Databases_are_made_named_and_dropped_with_the_recorded_answers()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        RecordedAnswer.Check("database-create", await PostAsync(server, "/_api/database", """{"name":"example"}"""));
        RecordedAnswer.Check("database-info", await server.GetAsync("/_api/database/current"));
        Assert.Equal("example", (string?)(await server.GetAsync("/_db/example/_api/database/current")).Body!["result"]!["name"]);
        Assert.Equal("""["_system","example"]""", (await server.GetAsync("/_api/database")).Body!["result"]!.ToJsonString());

        Assert.Equal((409, 1207L), Error(await PostAsync(server, "/_api/database", """{"name":"example"}""")));
        Assert.Equal((400, 1229L), Error(await PostAsync(server, "/_api/database", """{"name":"1"}""")));
        Assert.Equal((403, 1230L), Error(await PostAsync(server, "/_db/example/_api/database", """{"name":"other"}""")));
        Assert.Equal(200, (await Requests.SendAsync(HttpMethod.Delete, server.Port, "/_api/database/example")).Status);
        Assert.Equal((404, 1228L), Error(await Requests.SendAsync(HttpMethod.Delete, server.Port, "/_api/database/example")));
        Assert.Equal((404, 1228L), Error(await server.GetAsync("/_db/example/_api/version")));
        RecordedAnswer.Check("database-user", await server.GetAsync("/_api/database/user"));
    }

    [Fact]
    public async Task Collections_of_two_databases_do_not_see_each_other()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await PostAsync(server, "/_api/database", """{"name":"example"}""");
        await PostAsync(server, "/_db/example/_api/collection", """{"name":"products"}""");
        Assert.Equal(200, (await server.GetAsync("/_db/example/_api/collection/products")).Status);
        Assert.Equal((404, 1203L), Error(await server.GetAsync("/_api/collection/products")));
    }

    [Fact]
    public async Task All_data_are_there_again_after_a_kill()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await PostAsync(server, "/_api/database", """{"name":"example"}""");
        await PostAsync(server, "/_db/example/_api/collection", """{"name":"products"}""");
        await PostAsync(server, "/_db/example/_api/document/products", """[{"_key":"a","n":1},{"_key":"b"},{"_key":"c"}]""");
        await Requests.SendAsync(HttpMethod.Patch, server.Port, "/_db/example/_api/document/products/a", body: """{"n":2}""");
        await Requests.SendAsync(HttpMethod.Delete, server.Port, "/_db/example/_api/document/products/b");
        var before = (await server.GetAsync("/_db/example/_api/document/products/a")).Body!.ToJsonString();

        await server.RestartAsync("--server.authentication", "false");
        Assert.Equal(before, (await server.GetAsync("/_db/example/_api/document/products/a")).Body!.ToJsonString());
        Assert.Equal(2, (int?)(await server.GetAsync("/_db/example/_api/collection/products/count")).Body!["count"]);
        var created = await PostAsync(server, "/_api/collection", """{"name":"later"}""");
        var kept = await server.GetAsync("/_db/example/_api/collection/products");
        Assert.NotEqual((string?)kept.Body!["id"], (string?)created.Body!["id"]);
    }

    [Fact]
    public async Task A_line_that_was_cut_off_is_dropped_and_what_came_before_it_stays()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await PostAsync(server, "/_api/collection", """{"name":"products"}""");
        await server.Process.DisposeAsync();
        await File.AppendAllTextAsync(Path.Combine(server.DataDirectory, "emulator-journal"), """{"op":"put","coll""");
        await server.RestartAsync("--server.authentication", "false");
        Assert.Equal(202, (await PostAsync(server, "/_api/document/products", """{"_key":"a"}""")).Status);
        await server.RestartAsync("--server.authentication", "false");
        Assert.Equal(200, (await server.GetAsync("/_api/document/products/a")).Status);
    }

    internal static Task<Answer> PostAsync(SingleServer server, string path, string body) =>
        Requests.SendAsync(HttpMethod.Post, server.Port, path, body: body);

    internal static (int, long?) Error(Answer answer) => (answer.Status, answer.ErrorNum);
}
