using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>Requests to other servers, one connection pool per process.</summary>
[SuppressMessage(
    "Security", "CA5359", Justification = "Servers of one deployment trust each other by their JWT secret; certificates are mostly self-signed.")]
internal sealed class PeerClient : IPeerClient, IDisposable
{
    private readonly Lazy<HttpMessageInvoker> _client;
    private readonly Func<string?> _token;
    private readonly string _source;
    private readonly TimeProvider _time;

    /// <param name="token">The superuser token, null while authentication is off.</param>
    /// <param name="source">Id of this server; its receivers leave out the headers for browsers.</param>
    /// <param name="time">Clock of the timeouts.</param>
    public PeerClient(Func<string?> token, string source, TimeProvider time)
    {
        _token = token;
        _source = source;
        _time = time;
        _client = new Lazy<HttpMessageInvoker>(Create);
    }

    public async Task<PeerAnswer> SendAsync(
        HttpMethod method, string endpoint, string pathAndQuery, JsonNode? body, TimeSpan timeout, CancellationToken cancellationToken,
        string? authorization = null)
    {
        if (!Endpoint.TryParse(endpoint, out var parsed) || parsed.IsUnix)
        {
            throw new HttpRequestException($"cannot send to endpoint '{endpoint}'");
        }

        using var request = new HttpRequestMessage(method, $"{(parsed.Secure ? "https" : "http")}://{parsed.Authority}{pathAndQuery}");
        request.Headers.TryAddWithoutValidation("x-arango-source", _source);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }
        else if (_token() is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("bearer", token);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, EmulatorJson.Default.JsonNode!));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var limit = new CancellationTokenSource(timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await _client.Value.SendAsync(request, both.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(both.Token);
            return new PeerAnswer(response.StatusCode, Read(bytes), response.Headers.Location?.OriginalString)
            {
                Bytes = bytes,
                Headers = [.. response.Headers],
                ContentType = response.Content.Headers.ContentType?.ToString(),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer from {endpoint} within {timeout.TotalSeconds:0.###} s");
        }
        catch (IOException e)
        {
            throw new HttpRequestException(e.Message, e);
        }
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private static HttpMessageInvoker Create() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
    });

    private static JsonNode? Read(byte[] bytes)
    {
        try
        {
            return bytes.Length == 0 ? null : JsonNode.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
