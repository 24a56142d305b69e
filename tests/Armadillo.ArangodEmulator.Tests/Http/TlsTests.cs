using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Http;

[SuppressMessage("Security", "CA5359", Justification = "The certificates of the test are signed by themselves.")]
public sealed class TlsTests
{
    [Fact]
    public async Task A_reloaded_certificate_is_what_new_connections_get()
    {
        using var scratch = new ScratchDirectory();
        var (port, plain) = (FreePorts.One(), FreePorts.One());
        var first = KeyFile("first");
        scratch.Write("key.pem", first);
        scratch.Write("secret", "s");
        await using var server = EmulatorProcess.Start(SingleServer.Arguments(
            plain, scratch.At("data"), "--server.endpoint", $"ssl://127.0.0.1:{port}", "--ssl.keyfile", scratch.At("key.pem"),
            "--server.jwt-secret-keyfile", scratch.At("secret")));
        await server.WaitUntilReadyAsync();
        Assert.Equal("CN=first", await SubjectAsync(port));
        var shown = (await TlsAsync(HttpMethod.Get, plain)).Body!["result"]!;
        Assert.Equal(["keyfile", "clientCA"], shown.AsObject().Select(static x => x.Key));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(first))), (string?)shown["keyfile"]!["sha256"]);
        Assert.Contains("BEGIN CERTIFICATE", (string?)shown["keyfile"]!["certificates"]!.AsArray().Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", shown.ToJsonString(), StringComparison.Ordinal);

        scratch.Write("key.pem", KeyFile("second"));
        Assert.Equal("CN=first", await SubjectAsync(port));
        Assert.Equal(403, (await Requests.SendAsync(HttpMethod.Post, plain, "/_admin/server/tls", Requests.Basic("root", ""))).Status);
        var reloaded = await TlsAsync(HttpMethod.Post, plain);
        Assert.Equal(200, reloaded.Status);
        Assert.NotEqual((string?)shown["keyfile"]!["sha256"], (string?)reloaded.Body!["result"]!["keyfile"]!["sha256"]);
        Assert.Equal("CN=second", await SubjectAsync(port));

        scratch.Write("key.pem", "this is no certificate");
        Assert.Equal(500, (await TlsAsync(HttpMethod.Post, plain)).Status);
        Assert.Equal("CN=second", await SubjectAsync(port));
    }

    [Fact]
    public async Task Http2_is_agreed_on_over_tls_and_every_endpoint_serves()
    {
        using var scratch = new ScratchDirectory();
        var (secure, plain, other) = (FreePorts.One(), FreePorts.One(), FreePorts.One());
        await using var server = EmulatorProcess.Start(SingleServer.Arguments(
            plain, scratch.At("data"), "--server.endpoint", $"http+ssl://127.0.0.1:{secure}", "--server.endpoint", $"tcp://127.0.0.1:{other}",
            "--server.endpoint", $"http+unix://{scratch.At("socket")}", "--ssl.keyfile", scratch.Write("key.pem", KeyFile("one")),
            "--server.authentication", "false"));
        await server.WaitUntilReadyAsync();
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
        })
        {
            DefaultRequestVersion = new Version(2, 0),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await client.GetAsync(new Uri($"https://127.0.0.1:{secure}/_api/version"));
        Assert.Equal((new Version(2, 0), 200), (answer.Version, (int)answer.StatusCode));
        Assert.Equal(200, (await Requests.GetAsync(plain, "/_api/version")).Status);
        Assert.Equal(200, (await Requests.GetAsync(other, "/_api/version")).Status);
        Assert.True(File.Exists(scratch.At("socket")));
    }

    private static Task<Answer> TlsAsync(HttpMethod method, int port) =>
        Requests.SendAsync(method, port, "/_admin/server/tls", Tokens.Superuser("s"));

    private static async Task<string> SubjectAsync(int port)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", port);
        await using var tls = new SslStream(connection.GetStream(), false, static (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync("localhost");
        return tls.RemoteCertificate!.Subject;
    }

    private static string KeyFile(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
