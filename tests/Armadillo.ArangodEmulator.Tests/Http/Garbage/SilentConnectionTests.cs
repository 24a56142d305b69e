using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Http.Garbage;

public sealed class SilentConnectionTests
{
    [Theory]
    [InlineData("")]
    [InlineData("PRI * HT")]
    public async Task A_connection_that_never_says_what_it_speaks_is_closed(string begin)
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false", "--http.keep-alive-timeout", "1");
        using var connection = await RawConnection.OpenAsync(server.Port);
        await connection.TrySendAsync(begin);
        Assert.Equal("", await connection.ReadToEndAsync());
    }

    [Fact]
    public async Task What_is_no_tls_does_not_get_through_a_tls_port_and_leaves_nothing_there()
    {
        using var scratch = new ScratchDirectory();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var file = scratch.Write("server.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        var ports = FreePorts.Take(2);
        await using var server = EmulatorProcess.Start(SingleServer.Arguments(
            ports[0], scratch.At("data"),
            ["--server.endpoint", $"ssl://127.0.0.1:{ports[1]}", "--ssl.keyfile", file, "--server.authentication", "false"]));
        await server.WaitUntilReadyAsync();
        var random = new Random(1);
        await StormAsync();
        var before = ProcessResources.Of(server.Id);
        await StormAsync();
        await Requests.UntilAsync(
            () => Requests.GetAsync(ports[0], "/_api/version"), _ => ProcessResources.Of(server.Id).Descriptors <= before.Descriptors + 4);

        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new() { RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString() },
        });
        using var answer = await client.GetAsync($"https://127.0.0.1:{ports[1]}/_api/version");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        async Task StormAsync()
        {
            for (var i = 0; i < 60; i++)
            {
                var bytes = new byte[random.Next(1, 600)];
                random.NextBytes(bytes);
                if (i % 2 == 0)
                {
                    // The head of a handshake record, and nonsense in it.
                    new byte[] { 22, 3, 1, 0, 200, 1 }.AsSpan(0, Math.Min(6, bytes.Length)).CopyTo(bytes);
                }

                Assert.Empty(await RawConnection.ExchangeAsync(ports[1], bytes, endSending: true));
            }

            Assert.Empty(await RawConnection.ExchangeAsync(ports[1], "GET /_api/version HTTP/1.1\r\nHost: x\r\n\r\n", endSending: true));
        }
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_also_when_nobody_told_its_length()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false", "--emulator.max-body-size", "1MiB");
        Assert.Equal(413, (await Requests.SendAsync(HttpMethod.Post, server.Port, "/_api/cursor", body: new string(' ', (1 << 20) + 1))).Status);
        Assert.Equal(400, (await Requests.SendAsync(HttpMethod.Post, server.Port, "/_api/cursor", body: new string(' ', 1 << 20))).Status);

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{server.Port}/_api/cursor")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new UnknownLength(2 << 20),
        };
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private sealed class UnknownLength(int length) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(new byte[length]).AsTask();

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }
    }
}
