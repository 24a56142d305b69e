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

    public static LogEntry From(JsonNode node) => new(
        node["index"]!.GetValue<long>(),
        node["term"]!.GetValue<long>(),
        node["clientId"]?.GetValue<string>() ?? "",
        node["epoch_millis"]?.GetValue<long>() ?? 0,
        Value.From(node["query"]).ToUtf8());

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
