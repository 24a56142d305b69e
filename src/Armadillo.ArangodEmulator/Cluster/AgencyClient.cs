using System.Net;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Routes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Http.Statistics;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>Talks to whichever agent leads: follows redirects, goes through all endpoints, tries again within a limit.</summary>
internal sealed class AgencyClient(IPeerClient peers, IReadOnlyList<string> endpoints, string serverId, TimeProvider time)
{
    private const int MostRedirects = 10;

    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _longestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _requestLimit = TimeSpan.FromSeconds(10);

    private volatile string _current = endpoints[0];

    public IReadOnlyList<string> Endpoints { get; } = endpoints;

    /// <summary>Milliseconds that requests took, each attempt for itself.</summary>
    public Distribution RequestTimes { get; } = new(292, 526, 995, 1932, 3806, 7554, 15050, 30043, 60029);

    /// <summary>How long one call may try, all attempts together.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>One atomic read; the answer holds the paths with full nesting.</summary>
    public async Task<JsonNode?> ReadAsync(CancellationToken cancellationToken, params IEnumerable<string> paths)
    {
        var query = new JsonArray(new JsonArray([.. paths.Select(static p => (JsonNode)p)]));
        var answer = await SendAsync(HttpMethod.Post, "/_api/agency/read", query, Patience, cancellationToken);
        return answer.Body is JsonArray { Count: > 0 } results ? results[0] : null;
    }

    /// <summary>One transaction; false when its precondition failed.</summary>
    public async Task<bool> WriteAsync(JsonObject operations, JsonObject? preconditions, CancellationToken cancellationToken) =>
        await CommitAsync(operations, preconditions, cancellationToken) is not null;

    /// <summary>One transaction; its index in the agency's log, or null when its precondition failed.</summary>
    public async Task<long?> CommitAsync(JsonObject operations, JsonObject? preconditions, CancellationToken cancellationToken) =>
        (await CommitAllAsync([(operations, preconditions ?? [])], cancellationToken))[0];

    /// <summary>Several transactions, each on its own: the index in the agency's log, or null when the precondition failed.</summary>
    public async Task<long?[]> CommitAllAsync(
        IReadOnlyList<(JsonObject Operations, JsonObject Preconditions)> transactions, CancellationToken cancellationToken)
    {
        var clientIds = transactions.Select(_ => $"{serverId}:{Guid.NewGuid():D}").ToArray();
        var request = new JsonArray([.. transactions.Select((t, i) => (JsonNode)new JsonArray(t.Operations, t.Preconditions, clientIds[i]))]);
        var answer = await SendAsync(HttpMethod.Post, "/_api/agency/write", request, Patience, cancellationToken, clientIds);
        return answer.Status is HttpStatusCode.OK or HttpStatusCode.PreconditionFailed && Indexes(answer) is { } indexes && indexes.Length == clientIds.Length
            ? indexes
            : throw new AgencyUnreachableException($"agency refused a write with HTTP {(int)answer.Status}: {answer.Body?.ToJsonString()}");
    }

    public Task<bool> SetAsync(string path, JsonNode? value, CancellationToken cancellationToken) =>
        WriteAsync(new JsonObject { [path] = AgencyOperations.Set(value) }, null, cancellationToken);

    /// <summary>One write to the leader's volatile store.</summary>
    public async Task<bool> TransientAsync(JsonObject operations, TimeSpan limit, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            HttpMethod.Post, "/_api/agency/transient", new JsonArray(new JsonArray(operations)), limit, cancellationToken);
        return answer.Status == HttpStatusCode.OK;
    }

    /// <summary>A GET that the leader answers.</summary>
    public Task<PeerAnswer> GetAsync(string pathAndQuery, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, pathAndQuery, null, Patience, cancellationToken);

    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path, perhaps with a query.</param>
    /// <param name="body">JSON or null.</param>
    /// <param name="limit">For all attempts together.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <param name="clientIds">
    /// Names of the transactions of a write. One whose outcome is not known is asked about by them until a leader says what became of it,
    /// and only then sent again.
    /// </param>
    private async Task<PeerAnswer> SendAsync(
        HttpMethod method, string path, JsonNode? body, TimeSpan limit, CancellationToken cancellationToken,
        string[]? clientIds = null)
    {
        var startedAt = time.GetTimestamp();
        var pause = _firstPause;
        var redirects = 0;
        var inquires = false;
        string last;
        while (true)
        {
            var endpoint = _current;
            var left = limit - time.GetElapsedTime(startedAt);
            var patience = left < _requestLimit ? Positive(left) : _requestLimit;
            var sentAt = time.GetTimestamp();
            try
            {
                var answer = inquires
                    ? await peers.SendAsync(HttpMethod.Post, endpoint, "/_api/agency/inquire", Inquiry(clientIds!), patience, cancellationToken)
                    : await peers.SendAsync(method, endpoint, path, body, patience, cancellationToken);
                RequestTimes.Add(time.GetElapsedTime(sentAt).TotalMilliseconds);
                if (answer.Status == HttpStatusCode.Unauthorized)
                {
                    throw new AgencyUnauthorizedException(endpoint);
                }

                if (answer.Status == HttpStatusCode.TemporaryRedirect && EndpointOf(answer.Location) is { } leader)
                {
                    _current = leader;
                    if (leader != endpoint && ++redirects < MostRedirects)
                    {
                        continue;
                    }
                }
                else if (inquires && Known(answer) is { } known)
                {
                    // They were taken together: when one of them is there, those that are not have failed.
                    if (Array.Exists(known, static i => i is not null))
                    {
                        return answer with { Status = HttpStatusCode.OK };
                    }

                    inquires = false;
                    continue;
                }
                else if (!inquires && !IsTemporary(answer.Status))
                {
                    return answer;
                }

                inquires |= clientIds is not null && MayBeWritten(answer);
                last = $"HTTP {(int)answer.Status} from {endpoint}";
            }
            catch (HttpRequestException e)
            {
                // What found no connection was not sent.
                inquires |= clientIds is not null && e.HttpRequestError != HttpRequestError.ConnectionError;
                last = $"{endpoint}: {e.Message}";
            }

            redirects = 0;
            _current = Next(endpoint);
            if (time.GetElapsedTime(startedAt) >= limit)
            {
                throw new AgencyUnreachableException(last);
            }

            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }
    }

    private static JsonArray Inquiry(string[] clientIds) => [.. clientIds.Select(static c => (JsonNode)c)];

    /// <summary>What a leader found in its log; null when the answer says nothing about that.</summary>
    private static long?[]? Known(PeerAnswer answer) => answer.Status is HttpStatusCode.OK or HttpStatusCode.NotFound ? Indexes(answer) : null;

    /// <summary>
    /// Whether an agent that refused a write for now may have taken it into its log before. One that sends on to another, or knows no leader,
    /// has not.
    /// </summary>
    private static bool MayBeWritten(PeerAnswer answer) =>
        answer.Status != HttpStatusCode.TemporaryRedirect && answer.Body.TextAt("message") != LeaderGate.NoLeader;

    private static long?[]? Indexes(PeerAnswer answer) =>
        (answer.Body as JsonObject)?["results"] is JsonArray results ? [.. results.Select(static r => (long)r! is > 0 and var index ? index : (long?)null)] : null;

    private static TimeSpan Positive(TimeSpan left) => left > _firstPause ? left : _firstPause;

    private static bool IsTemporary(HttpStatusCode status) =>
        status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.RequestTimeout or HttpStatusCode.TemporaryRedirect;

    private string Next(string endpoint)
    {
        var index = 0;
        for (var i = 0; i < Endpoints.Count; i++)
        {
            if (Endpoints[i] == endpoint)
            {
                index = i + 1;
            }
        }

        return Endpoints[index % Endpoints.Count];
    }

    private static string? EndpointOf(string? location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var uri)
            ? $"{(uri.Scheme == Uri.UriSchemeHttps ? "ssl" : "tcp")}://{uri.Authority}"
            : null;
}
