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

    /// <summary>Sends one request and returns the answer, whatever its status. Redirects are not followed.</summary>
    /// <exception cref="ArangoRequestException">No answer.</exception>
    public async Task<ArangoResponse> SendAsync(Uri endpoint, HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        var request = _client.Request(new Uri(endpoint, path).AbsoluteUri);
        using var content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var answer = await request.SendAsync(method, content, cancellationToken).ConfigureAwait(false);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return new ArangoResponse((int)answer.StatusCode, text, answer.Headers.Location);
        }
        catch (FlurlHttpException e) when (!cancellationToken.IsCancellationRequested)
        {
            var cause = e.InnerException ?? e;
            throw new ArangoRequestException($"{method} {path} at {endpoint.Authority} got no answer: {(cause.InnerException ?? cause).Message}", cause);
        }
        catch (FlurlHttpException e)
        {
            throw new OperationCanceledException($"{method} {path} at {endpoint.Authority} was cancelled.", e, cancellationToken);
        }
    }

    /// <summary>A wrapper that is never disposed: that would dispose the client, which others use too, without the token.</summary>
    private static FlurlClient Wrap(HttpClient client, string? token)
    {
        var wrapper = new FlurlClient(client).AllowAnyHttpStatus();
        return token is null ? wrapper : wrapper.WithHeader("Authorization", $"bearer {token}");
    }
}
