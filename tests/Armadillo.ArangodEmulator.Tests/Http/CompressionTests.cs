using System.IO.Compression;
using System.Net;
using System.Text;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Http;

public sealed class CompressionTests
{
    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("deflate, gzip", "gzip")]
    [InlineData("br", "")]
    public async Task Long_answers_are_compressed_for_who_asks(string accepted, string encoding)
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false", "--http.compress-response-threshold", "500");
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{server.Port}/_admin/metrics/v2");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var answer = await client.SendAsync(request);
        Assert.Equal(encoding, string.Join(',', answer.Content.Headers.ContentEncoding));
        var body = await answer.Content.ReadAsStreamAsync();
        await using Stream plain = encoding switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(plain);
        Assert.Contains("arangodb_process_statistics", await reader.ReadToEndAsync(), StringComparison.Ordinal);

        // Too short to be worth it.
        using var small = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{server.Port}/_api/version");
        small.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var version = await client.SendAsync(small);
        Assert.Empty(version.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task A_compressed_request_is_read_and_a_broken_one_refused()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("""{"name":"things"}"""));
        }

        Assert.Equal(HttpStatusCode.OK, await CreateAsync(server.Port, compressed.ToArray()));
        Assert.Equal(200, (await server.GetAsync("/_api/collection/things")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, await CreateAsync(server.Port, "no gzip at all"u8.ToArray()));
    }

    private static async Task<HttpStatusCode> CreateAsync(int port, byte[] body)
    {
        using var client = new HttpClient();
        using var content = new ByteArrayContent(body);
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await client.PostAsync(new Uri($"http://127.0.0.1:{port}/_api/collection"), content);
        return answer.StatusCode;
    }
}
