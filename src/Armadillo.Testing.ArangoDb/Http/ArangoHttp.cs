using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Flurl.Http;

namespace Armadillo.Testing.ArangoDb.Http;

/// <summary>
/// Sends requests with the superuser token. The client belongs to one topology: Flurl's own cache of clients is keyed by host
/// and would share one between all servers of 127.0.0.1.
/// </summary>
internal sealed class ArangoHttp(HttpClient client, string? token)
{
    private readonly FlurlClient _client = Wrap(client, token);
    private readonly AuthenticationHeaderValue? _authorization = token is null ? null : new("bearer", token);

    /// <summary>Sends one request and returns the answer, whatever its status. Redirects are not followed.</summary>
    /// <exception cref="ArangoRequestException">No answer.</exception>
    public async Task<ArangoResponse> SendAsync(Uri endpoint, HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        var url = new Uri(endpoint, path);
        try
        {
            using var answer = body is null
                ? await SendAsync(url, method, cancellationToken).ConfigureAwait(false)
                : await SendAsync(url, method, body, cancellationToken).ConfigureAwait(false);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return new ArangoResponse((int)answer.StatusCode, text, answer.Headers.Location);
        }
        catch (Exception e) when ((e is FlurlHttpException or HttpRequestException) && !cancellationToken.IsCancellationRequested)
        {
            var cause = e is FlurlHttpException { InnerException: { } inner } ? inner : e;
            throw new ArangoRequestException($"{method} {path} at {endpoint.Authority} got no answer: {(cause.InnerException ?? cause).Message}", cause);
        }
        catch (Exception e) when (e is FlurlHttpException or HttpRequestException)
        {
            throw new OperationCanceledException($"{method} {path} at {endpoint.Authority} was cancelled.", e, cancellationToken);
        }
    }

    /// <summary>Past the wrapper, which would add a tenth to a request as small as that which sets a failure point.</summary>
    private async Task<HttpResponseMessage> SendAsync(Uri url, HttpMethod method, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Headers.Authorization = _authorization;
        return await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(Uri url, HttpMethod method, JsonNode body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await _client.Request(url.AbsoluteUri).SendAsync(method, content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A wrapper that is never disposed: that would dispose the client, which others use too, without the token.</summary>
    private static FlurlClient Wrap(HttpClient client, string? token)
    {
        var wrapper = new FlurlClient(client).AllowAnyHttpStatus();
        return token is null ? wrapper : wrapper.WithHeader("Authorization", $"bearer {token}");
    }
}
