using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Agency.Raft;

/// <summary>One entry of the replicated log. The request stays as the bytes that came in; it is parsed at most once.</summary>
internal sealed class LogEntry(long index, long term, string clientId, long epochMillis, byte[] request)
{
    private Clause[]? _operations;

    public long Index { get; } = index;

    public long Term { get; } = term;

    public string ClientId { get; } = clientId;

    public long EpochMillis { get; } = epochMillis;

    public byte[] Request { get; } = request;

    public ImmutableArray<Clause> Operations
    {
        get
        {
            _operations ??= Parse(Request);
            return ImmutableCollectionsMarshal.AsImmutableArray(_operations);
        }

        init => _operations = [.. value];
    }

    /// <summary>Keeps the request to the letter: the order of its members may decide what it does.</summary>
    public static LogEntry From(JsonElement element) => new(
        element.GetProperty("index").GetInt64(),
        element.GetProperty("term").GetInt64(),
        element.TryGetProperty("clientId", out var client) ? client.GetString()! : "",
        element.TryGetProperty("epoch_millis", out var millis) ? millis.GetInt64() : 0,
        JsonMarshal.GetRawUtf8Value(element.GetProperty("query")).ToArray());

    public JsonObject ToJson() => new()
    {
        ["index"] = Index,
        ["term"] = Term,
        ["query"] = JsonNode.Parse(Request),
        ["clientId"] = ClientId,
        ["epoch_millis"] = EpochMillis,
    };

    private static Clause[] Parse(byte[] request)
    {
        using var document = JsonDocument.Parse(request);
        return [.. Clause.ListFrom(document.RootElement)];
    }
}
