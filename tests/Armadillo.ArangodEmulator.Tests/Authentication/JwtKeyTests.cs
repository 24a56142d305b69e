using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Authentication;

public sealed class JwtKeyTests
{
    private const string Claims = """{"iss":"arangodb","server_id":"test"}""";

    [Fact]
    public async Task A_pem_key_signs_and_checks_with_es256()
    {
        using var scratch = new ScratchDirectory();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var server = await SingleServer.ReadyAsync("--server.jwt-secret-keyfile", scratch.Write("key", key.ExportPkcs8PrivateKeyPem()));
        Assert.Equal(200, (await server.GetAsync("/_admin/server/jwt", Signed(key, Claims))).Status);
        Assert.Equal(401, (await server.GetAsync("/_api/version", Signed(other, Claims))).Status);
        Assert.Equal(401, (await server.GetAsync("/_api/version", Tokens.Superuser("secret"))).Status);

        // What it hands out itself has the same algorithm and is taken back.
        var login = await Requests.SendAsync(HttpMethod.Post, server.Port, "/_open/auth", body: """{"username":"root","password":""}""");
        var token = (string)login.Body!["jwt"]!;
        Assert.Equal("ES256", (string?)JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[0]))!["alg"]);
        Assert.Equal(200, (await server.GetAsync("/_api/version", $"bearer {token}")).Status);
    }

    [Fact]
    public async Task A_key_of_another_size_ends_the_start()
    {
        using var scratch = new ScratchDirectory();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        await using var server = SingleServer.Start("--server.jwt-secret-keyfile", scratch.Write("key", key.ExportPkcs8PrivateKeyPem()));
        await server.Process.WaitForAsync("FATAL");
        Assert.Equal(1, await server.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task A_secret_is_rotated_step_by_step_and_nobody_is_locked_out()
    {
        using var scratch = new ScratchDirectory();
        var folder = Directory.CreateDirectory(scratch.At("secrets")).FullName;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(Path.Combine(folder, "20-old"), "old");
        await using var server = await SingleServer.ReadyAsync("--server.jwt-secret-folder", folder);
        var (old, fresh) = (Tokens.Superuser("old"), Signed(key, Claims));
        Assert.Equal("200 401", await StatusAsync(server, old, fresh));

        // The new one comes as a passive one first: others may sign with it already.
        await File.WriteAllTextAsync(Path.Combine(folder, "30-new"), key.ExportPkcs8PrivateKeyPem());
        Assert.Equal("200 401", await StatusAsync(server, old, fresh));
        var reloaded = await ReloadAsync(server, old);
        Assert.Equal(Sha256("old"), (string?)reloaded["active"]!["sha256"]);
        Assert.Single(reloaded["passive"]!.AsArray());
        Assert.Equal("200 200", await StatusAsync(server, old, fresh));

        // Then it is the first: this server signs with it.
        File.Move(Path.Combine(folder, "30-new"), Path.Combine(folder, "10-new"));
        reloaded = await ReloadAsync(server, old);
        Assert.Equal(Sha256("old"), (string?)reloaded["passive"]![0]!["sha256"]);
        Assert.Equal("200 200", await StatusAsync(server, old, fresh));

        // Then the old one goes, and tokens that were accepted before are accepted no longer.
        File.Delete(Path.Combine(folder, "20-old"));
        await ReloadAsync(server, fresh);
        Assert.Equal("401 200", await StatusAsync(server, old, fresh));

        // An empty folder is an error, and the server keeps what it has.
        File.Delete(Path.Combine(folder, "10-new"));
        Assert.Equal(500, (await Requests.SendAsync(HttpMethod.Post, server.Port, "/_admin/server/jwt", fresh)).Status);
        Assert.Equal("401 200", await StatusAsync(server, old, fresh));
    }

    private static async Task<string> StatusAsync(SingleServer server, params string[] tokens)
    {
        var statuses = new List<int>();
        foreach (var token in tokens)
        {
            statuses.Add((await server.GetAsync("/_api/version", token)).Status);
        }

        return string.Join(" ", statuses);
    }

    private static async Task<JsonNode> ReloadAsync(SingleServer server, string token)
    {
        var answer = await Requests.SendAsync(HttpMethod.Post, server.Port, "/_admin/server/jwt", token);
        Assert.Equal(200, answer.Status);
        return answer.Body!["result"]!;
    }

    private static string Sha256(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string Signed(ECDsa key, string claims)
    {
        var signed = $"{Part("""{"alg":"ES256","typ":"JWT"}""")}.{Part(claims)}";
        return $"bearer {signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
