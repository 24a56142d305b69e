using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Authentication;

[SuppressMessage("Design", "CA1001", Justification = "The test framework calls DisposeAsync.")]
public sealed class AuthenticationTests : IAsyncLifetime
{
    private readonly ScratchDirectory _scratch = new();
    private SingleServer _server = null!;

    public async Task InitializeAsync() => _server = await SingleServer.ReadyAsync(
        "--server.jwt-secret-keyfile", _scratch.Write("secret", " first\n"), "--database.password", "pass");

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Without_credentials_both_ways_to_authenticate_are_named()
    {
        var answer = await _server.GetAsync("/_api/version");
        Assert.Equal(401, answer.Status);
        Assert.Equal(
            """{"code":401,"error":true,"errorMessage":"not authorized to execute this request","errorNum":11}""",
            answer.Body!.ToJsonString());
        Assert.Equal(
            ["Basic, realm=\"ArangoDB\"", "Bearer, token_type=\"JWT\", realm=\"ArangoDB\""],
            answer.Headers.NonValidated["WWW-Authenticate"]);
        var omitted = await Requests.SendAsync(
            HttpMethod.Get, _server.Port, "/_api/version", headers: ("x-omit-www-authenticate", "1"));
        Assert.False(omitted.Headers.NonValidated.Contains("WWW-Authenticate"));
    }

    [Fact]
    public async Task Passwords_are_checked()
    {
        Assert.Equal(200, await StatusAsync(Requests.Basic("root", "pass")));
        Assert.Equal(401, await StatusAsync(Requests.Basic("root", "")));
        Assert.Equal(401, await StatusAsync(Requests.Basic("other", "pass")));
        Assert.Equal(401, await StatusAsync("Basic nonsense!"));
    }

    [Theory]
    [InlineData(200, """{"iss":"arangodb","server_id":"x"}""")]
    [InlineData(200, """{"iss":"arangodb","preferred_username":"root"}""")]
    [InlineData(200, """{"iss":"arangodb","server_id":"x","exp":9999999999}""")]
    [InlineData(200, """{"iss":"arangodb","server_id":"x","allowed_paths":["/_api/version"]}""")]
    [InlineData(401, """{"iss":"arangodb","server_id":"x","allowed_paths":["/_api/other"]}""")]
    [InlineData(401, """{"iss":"arangodb","server_id":"x","allowed_paths":[]}""")]
    [InlineData(401, """{"iss":"arangodb","server_id":"x","exp":0}""")]
    [InlineData(401, """{"iss":"arangodb","server_id":"x","exp":1000}""")]
    [InlineData(401, """{"iss":"somebody","server_id":"x"}""")]
    [InlineData(401, """{"iss":"arangodb"}""")]
    [InlineData(401, """{"iss":"arangodb","preferred_username":""}""")]
    [InlineData(401, """{"iss":"arangodb","preferred_username":"other"}""")]
    public async Task Tokens_are_checked_claim_by_claim(int expected, string body) =>
        Assert.Equal(expected, await StatusAsync(Tokens.Bearer("first", body)));

    [Fact]
    public async Task Tokens_need_the_right_head_and_secret()
    {
        const string Body = """{"iss":"arangodb","server_id":"x"}""";
        Assert.Equal(401, await StatusAsync(Tokens.Bearer("second", Body)));
        Assert.Equal(401, await StatusAsync(Tokens.Bearer("first", Body, """{"alg":"HS256"}""")));
        Assert.Equal(401, await StatusAsync(Tokens.Bearer("first", Body, """{"alg":"none","typ":"JWT"}""")));
        Assert.Equal(401, await StatusAsync("bearer a.b"));
        Assert.Equal(200, await StatusAsync(Tokens.Bearer("first", Body).Replace("bearer", "BEARER", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Some_paths_are_open()
    {
        Assert.Equal(200, (await _server.GetAsync("/_admin/server/availability")).Status);
        Assert.Equal(404, (await _server.GetAsync("/_open/nonsense")).Status);
        Assert.Equal(404, (await _server.GetAsync("/mine")).Status);
    }

    [Fact]
    public async Task A_password_is_changed_for_a_token()
    {
        var good = await AuthAsync("""{"username":"root","password":"pass"}""");
        Assert.Equal(200, good.Status);
        Assert.Equal(200, await StatusAsync("bearer " + (string?)good.Body!["jwt"]));
        Assert.Equal(401, (await AuthAsync("""{"username":"root","password":"wrong"}""")).Status);
        Assert.Equal(400, (await AuthAsync("{}")).Status);
    }

    [Fact]
    public async Task Secrets_are_reloaded_by_servers_only()
    {
        var user = Requests.Basic("root", "pass");
        Assert.Equal(403, (await _server.GetAsync("/_admin/server/jwt", user)).Status);
        _scratch.Write("secret", "second");
        var reloaded = await Requests.SendAsync(
            HttpMethod.Post, _server.Port, "/_admin/server/jwt", Tokens.Superuser("first"), "");
        Assert.Equal(200, reloaded.Status);
        Assert.Equal(64, ((string?)reloaded.Body!["result"]!["active"]!["sha256"])!.Length);
        Assert.Empty((JsonArray)reloaded.Body["result"]!["passive"]!);
        Assert.Equal(401, await StatusAsync(Tokens.Superuser("first")));
        Assert.Equal(200, await StatusAsync(Tokens.Superuser("second")));
    }

    [Fact]
    public async Task A_folder_of_secrets_signs_with_the_first_and_accepts_all()
    {
        Directory.CreateDirectory(_scratch.At("folder"));
        _scratch.Write("folder/a", "one");
        _scratch.Write("folder/b", "two");
        _scratch.Write("folder/.hidden", "three");
        _scratch.Write("folder/c.tmp", "four");
        await using var server = await SingleServer.ReadyAsync("--server.jwt-secret-folder", _scratch.At("folder"));
        Assert.Equal(200, (await server.GetAsync("/_api/version", Tokens.Superuser("one"))).Status);
        Assert.Equal(200, (await server.GetAsync("/_api/version", Tokens.Superuser("two"))).Status);
        Assert.Equal(401, (await server.GetAsync("/_api/version", Tokens.Superuser("three"))).Status);
        Assert.Equal(401, (await server.GetAsync("/_api/version", Tokens.Superuser("four"))).Status);
    }

    private async Task<int> StatusAsync(string authorization) => (await _server.GetAsync("/_api/version", authorization)).Status;

    private Task<Answer> AuthAsync(string body) => Requests.SendAsync(HttpMethod.Post, _server.Port, "/_open/auth", body: body);
}
