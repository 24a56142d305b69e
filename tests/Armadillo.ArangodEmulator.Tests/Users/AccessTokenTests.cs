using System.Text;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Users;

public sealed class AccessTokenTests
{
    [Fact]
    public async Task A_token_is_as_good_as_the_password_until_it_is_deleted()
    {
        await using var server = await SingleServer.ReadyAsync("--database.password", "pass");
        var root = Requests.Basic("root", "pass");
        var created = await Requests.SendAsync(
            HttpMethod.Post, server.Port, "/_api/token/root", root, """{"name":"Token for Service A","valid_until":4102444800}""");
        Assert.Equal(200, created.Status);
        Assert.Equal(
            ["id", "name", "valid_until", "created_at", "fingerprint", "active", "token"], created.Body!.AsObject().Select(static x => x.Key));
        var token = (string)created.Body!["token"]!;
        Assert.Equal("root", (string?)JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromHexString(token["v1.".Length..])))!["u"]);
        Assert.Equal($"v1...{token[^6..]}", (string?)created.Body!["fingerprint"]);

        Assert.Equal(200, (await server.GetAsync("/_api/version", Requests.Basic("root", token))).Status);
        Assert.Equal(200, (await server.GetAsync("/_api/version", Requests.Basic("", token))).Status);
        Assert.Equal(401, (await server.GetAsync("/_api/version", Requests.Basic("root", token[..^2] + "7e"))).Status);
        var login = await Requests.SendAsync(HttpMethod.Post, server.Port, "/_open/auth", body: $$"""{"username":"root","password":"{{token}}"}""");
        Assert.Equal(200, (await server.GetAsync("/_api/version", $"bearer {(string)login.Body!["jwt"]!}")).Status);

        await server.RestartAsync();
        Assert.Equal(200, (await server.GetAsync("/_api/version", Requests.Basic("root", token))).Status);
        var listed = (await server.GetAsync("/_api/token/root", root)).Body!["tokens"]!.AsArray().Single()!;
        Assert.Equal(["id", "name", "valid_until", "created_at", "fingerprint", "active"], listed.AsObject().Select(static x => x.Key));
        Assert.DoesNotContain(token, await File.ReadAllTextAsync(Path.Combine(server.DataDirectory, "EMULATOR-USERS")), StringComparison.Ordinal);

        var deleted = await Requests.SendAsync(HttpMethod.Delete, server.Port, $"/_api/token/root/{(long)listed["id"]!}", root);
        Assert.Equal((200, 0L), (deleted.Status, deleted.ContentHeaders.ContentLength));
        Assert.Equal(401, (await server.GetAsync("/_api/version", Requests.Basic("root", token))).Status);
    }

    [Fact]
    public async Task What_is_wrong_with_a_token_is_said()
    {
        await using var server = await SingleServer.ReadyAsync("--database.password", "pass");
        var root = Requests.Basic("root", "pass");
        const string Good = """{"name":"one","valid_until":4102444800}""";
        Task<Answer> PostAsync(string user, string body, string? who) =>
            Requests.SendAsync(HttpMethod.Post, server.Port, $"/_api/token/{user}", who, body);
        Assert.Equal(401, (await PostAsync("root", Good, null)).Status);
        Assert.Equal(200, (await PostAsync("root", Good, root)).Status);
        Assert.Equal(409, (await PostAsync("root", Good, root)).Status);
        Assert.Equal(400, (await PostAsync("root", """{"name":"past","valid_until":1000}""", root)).Status);
        Assert.Equal((404, 1703L), await PostAsync("nobody", Good, root) is var a ? (a.Status, a.ErrorNum) : default);
        await Requests.SendAsync(HttpMethod.Post, server.Port, "/_api/user", root, """{"user":"other","passwd":"x"}""");
        await Requests.SendAsync(HttpMethod.Put, server.Port, "/_api/user/other/database/_system", root, """{"grant":"ro"}""");
        Assert.Equal(403, (await PostAsync("root", """{"name":"two","valid_until":4102444800}""", Requests.Basic("other", "x"))).Status);
        Assert.Equal(200, (await PostAsync("other", Good, Requests.Basic("other", "x"))).Status);
        Assert.Equal(404, (await Requests.SendAsync(HttpMethod.Delete, server.Port, "/_api/token/root/77", root)).Status);
    }

    [Theory]
    [InlineData("disabled", 403, 403)]
    [InlineData("jwt", 200, 403)]
    [InlineData("admin", 200, 200)]
    public async Task Options_are_shown_to_whom_the_policy_allows(string policy, int superuser, int root)
    {
        using var scratch = new ScratchDirectory();
        await using var server = await SingleServer.ReadyAsync(
            "--server.options-api", policy, "--server.jwt-secret-keyfile", scratch.Write("secret", "s"), "--server.io-threads", "3", "--database.password", "pass");
        Assert.Equal(root, (await server.GetAsync("/_admin/options", Requests.Basic("root", "pass"))).Status);
        var options = await server.GetAsync("/_admin/options", Tokens.Superuser("s"));
        Assert.Equal(superuser, options.Status);
        if (superuser == 200)
        {
            Assert.Equal((3, true), ((int)options.Body!["server.io-threads"]!, (bool)options.Body!["server.authentication"]!));
            Assert.DoesNotContain("pass\"", options.Body!.ToJsonString(), StringComparison.Ordinal);
        }

        var open = (await server.GetAsync("/_admin/options-public", Requests.Basic("root", "pass"))).Body!;
        Assert.Equal("jwt-compat", (string?)open["cluster.api-jwt-policy"]);
    }
}
