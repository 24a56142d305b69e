using Armadillo.ArangodEmulator.Tests.Databases;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Users;

public sealed class UserTests : IAsyncLifetime
{
    private static readonly string _root = Requests.Basic("root", "");
    private static readonly string _ann = Requests.Basic("ann", "secret");

    private SingleServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SingleServer.ReadyAsync();
        RecordedAnswer.Check("user-create", await SendAsync(HttpMethod.Post, "/_api/user", """{"user":"ann","passwd":"secret"}"""));
        await SendAsync(HttpMethod.Post, "/_api/collection", """{"name":"c"}""");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Users_are_changed_granted_and_removed_with_the_recorded_answers()
    {
        RecordedAnswer.Check("user-update", await SendAsync(HttpMethod.Patch, "/_api/user/ann", """{"extra":{}}"""));
        RecordedAnswer.Check("user-grant", await SendAsync(HttpMethod.Put, "/_api/user/ann/database/_system", """{"grant":"rw"}"""));
        RecordedAnswer.Check("user-databases", await SendAsync(HttpMethod.Get, "/_api/user/ann/database"));
        RecordedAnswer.Check("user-revoke", await SendAsync(HttpMethod.Delete, "/_api/user/ann/database/_system"));
        Assert.Equal(2, (await SendAsync(HttpMethod.Get, "/_api/user")).Body!["result"]!.AsArray().Count);
        Assert.Equal(409, (await SendAsync(HttpMethod.Post, "/_api/user", """{"user":"ann"}""")).Status);
        RecordedAnswer.Check("user-delete", await SendAsync(HttpMethod.Delete, "/_api/user/ann"));
        Assert.Equal(1703, (await SendAsync(HttpMethod.Get, "/_api/user/ann")).ErrorNum);
    }

    [Fact]
    public async Task Without_a_grant_a_user_sees_nothing_but_itself()
    {
        Assert.Equal(401, await StatusAsync("/_api/version"));
        Assert.Equal(200, await StatusAsync("/_api/user/ann"));
        Assert.Equal(403, await StatusAsync("/_api/user/root"));
        Assert.Equal(403, await StatusAsync("/_api/user"));
    }

    [Fact]
    public async Task Read_only_rights_let_read_and_a_grant_for_a_collection_wins()
    {
        await SendAsync(HttpMethod.Put, "/_api/user/ann/database/_system", """{"grant":"ro"}""");
        Assert.Equal(200, await StatusAsync("/_api/collection/c/count"));
        Assert.Equal(403, await StatusAsync("/_api/collection", HttpMethod.Post, """{"name":"d"}"""));
        Assert.Equal(403, await StatusAsync("/_api/document/c", HttpMethod.Post, "{}"));
        Assert.Equal(403, await StatusAsync("/_api/cursor", HttpMethod.Post, """{"query":"INSERT {} INTO c"}"""));
        await SendAsync(HttpMethod.Put, "/_api/user/ann/database/_system/c", """{"grant":"rw"}""");
        Assert.Equal(202, await StatusAsync("/_api/document/c", HttpMethod.Post, "{}"));
        Assert.Equal(201, await StatusAsync("/_api/cursor", HttpMethod.Post, """{"query":"INSERT {} INTO c"}"""));
        await SendAsync(HttpMethod.Put, "/_api/user/ann/database/_system/c", """{"grant":"none"}""");
        Assert.Equal(403, await StatusAsync("/_api/cursor", HttpMethod.Post, """{"query":"FOR d IN c RETURN d"}"""));
    }

    [Fact]
    public async Task Users_and_passwords_outlive_a_restart_and_inactive_users_are_shut_out()
    {
        await SendAsync(HttpMethod.Put, "/_api/user/ann/database/_system", """{"grant":"ro"}""");
        await _server.RestartAsync();
        Assert.Equal(200, await StatusAsync("/_api/version"));
        var token = await Requests.SendAsync(
            HttpMethod.Post, _server.Port, "/_open/auth", body: """{"username":"ann","password":"secret"}""");
        Assert.Equal(200, (await _server.GetAsync("/_api/version", $"bearer {token.Body!["jwt"]}")).Status);
        await SendAsync(HttpMethod.Patch, "/_api/user/ann", """{"active":false}""");
        Assert.Equal(401, await StatusAsync("/_api/version"));
        Assert.Equal(401, (await _server.GetAsync("/_api/version", $"bearer {token.Body["jwt"]}")).Status);
    }

    private Task<Answer> SendAsync(HttpMethod method, string path, string? body = null) =>
        Requests.SendAsync(method, _server.Port, path, _root, body);

    private async Task<int> StatusAsync(string path, HttpMethod? method = null, string? body = null) =>
        (await Requests.SendAsync(method ?? HttpMethod.Get, _server.Port, path, _ann, body)).Status;
}
