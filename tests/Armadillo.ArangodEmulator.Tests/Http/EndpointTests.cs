using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Http;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:8529", "http+tcp://127.0.0.1:8529")]
    [InlineData("http+tcp://127.0.0.1:1", "http+tcp://127.0.0.1:1")]
    [InlineData("ssl://localhost:8530", "http+ssl://localhost:8530")]
    [InlineData("tcp://[::1]:8529", "http+tcp://[::1]:8529")]
    [InlineData("tcp://127.0.0.1", "http+tcp://127.0.0.1:8529")]
    [InlineData("unix:///tmp/socket", "http+unix:///tmp/socket")]
    public void Endpoints_are_written_in_one_form(string text, string unified)
    {
        Assert.True(Endpoint.TryParse(text, out var endpoint));
        Assert.Equal(unified, endpoint.Unified);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://127.0.0.1:1")]
    [InlineData("tcp://127.0.0.1:0")]
    [InlineData("tcp://127.0.0.1:many")]
    [InlineData("tcp://:8529")]
    public void What_is_no_endpoint_is_refused(string text) => Assert.False(Endpoint.TryParse(text, out _));

    [Fact]
    public async Task A_server_listens_at_sockets_of_all_kinds()
    {
        using var scratch = new ScratchDirectory();
        var port = FreePorts.One();
        await using var server = await SingleServer.ReadyAsync(
            "--server.authentication", "false", "--server.endpoint", $"unix://{scratch.At("socket")}",
            "--server.endpoint", $"ssl://127.0.0.1:{port}", "--ssl.keyfile", scratch.Write("key.pem", KeyFile()));
        using var overSocket = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(scratch.At("socket")), token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        Assert.Contains("arango", await overSocket.GetStringAsync(new Uri("http://localhost/_api/version")), StringComparison.Ordinal);
        using var overTls = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate!.Subject == "CN=localhost" },
        });
        Assert.Contains("arango", await overTls.GetStringAsync(new Uri($"https://127.0.0.1:{port}/_api/version")), StringComparison.Ordinal);
        Assert.Equal(200, (await server.GetAsync("/_api/version")).Status);
    }

    private static string KeyFile()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
    }
}
