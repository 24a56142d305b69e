using System.Net;
using System.Text.Json.Nodes;

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
    /// <exception cref="HttpRequestException">No answer: refused, reset, or <paramref name="timeout"/> ran out.</exception>
    Task<PeerAnswer> SendAsync(
        HttpMethod method, string endpoint, string pathAndQuery, JsonNode? body, TimeSpan timeout, CancellationToken cancellationToken);
}

/// <summary>Status, body (null when empty or no JSON) and Location header of an answer.</summary>
internal sealed record PeerAnswer(HttpStatusCode Status, JsonNode? Body, string? Location)
{
    /// <summary>The body as it came.</summary>
    public byte[] Bytes { get; init; } = [];

    public string? ContentType { get; init; }
}
