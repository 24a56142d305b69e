using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>Requests from this server to others, with the superuser token when authentication is on. Never follows redirects.</summary>
internal interface IPeerClient
{
    /// <param name="method">HTTP method.</param>
    /// <param name="endpoint">An arangod endpoint, for example tcp://127.0.0.1:8531.</param>
    /// <param name="pathAndQuery">Path with query, for example /_api/agency/config.</param>
    /// <param name="body">JSON body or null for none.</param>
    /// <param name="timeout">Limit for the whole exchange.</param>
    /// <param name="cancellationToken">Ends the exchange early.</param>
    /// <param name="authorization">The header of a client in whose name the request is sent, instead of the superuser token.</param>
    /// <exception cref="HttpRequestException">No answer: refused, reset, or <paramref name="timeout"/> ran out.</exception>
    Task<PeerAnswer> SendAsync(
        HttpMethod method, string endpoint, string pathAndQuery, JsonNode? body, TimeSpan timeout, CancellationToken cancellationToken,
        string? authorization = null);
}

/// <summary>Status, body (null when empty or no JSON) and Location header of an answer.</summary>
internal sealed record PeerAnswer(HttpStatusCode Status, JsonNode? Body, string? Location)
{
    /// <summary>The body as it came.</summary>
    public byte[] Bytes { get; init; } = [];

    public string? ContentType { get; init; }

    public IReadOnlyList<KeyValuePair<string, IEnumerable<string>>> Headers { get; init; } = [];

    /// <summary>Gives the answer on as it came.</summary>
    public async Task CopyToAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = (int)Status;
        response.ContentType = ContentType;
        if (Status == HttpStatusCode.NoContent)
        {
            return;
        }

        response.ContentLength = Bytes.Length;
        await response.Body.WriteAsync(Bytes, cancellationToken);
    }
}
