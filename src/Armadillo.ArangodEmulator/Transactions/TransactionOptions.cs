using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Transactions;

/// <summary>What may be done with a collection in a transaction; each includes what stands before it.</summary>
internal enum AccessMode
{
    None,
    Read,
    Write,
    Exclusive,
}

/// <summary>What a transaction is begun with.</summary>
/// <param name="Collections">The declared collections, by name or id as they were given.</param>
/// <param name="AllowImplicit">Whether other collections may be read.</param>
/// <param name="WaitForSync">Whether the commit must be on the disk.</param>
/// <param name="LockTimeout">How long to wait for collections that others hold.</param>
/// <param name="MaxSize">Most bytes that its changes may have.</param>
internal sealed record TransactionOptions(
    IReadOnlyDictionary<string, AccessMode> Collections, bool AllowImplicit, bool WaitForSync, TimeSpan LockTimeout, long MaxSize)
{
    public static TimeSpan DefaultLockTimeout => TimeSpan.FromSeconds(900);

    /// <summary>For what one request does to one collection.</summary>
    public static TransactionOptions ToWrite(string collection, bool waitForSync) =>
        new(new Dictionary<string, AccessMode>(StringComparer.Ordinal) { [collection] = AccessMode.Write }, true, waitForSync, DefaultLockTimeout, long.MaxValue);

    /// <exception cref="DataError">400 and 10.</exception>
    public static TransactionOptions From(JsonNode? body)
    {
        if (body is not JsonObject request || request["collections"] is not JsonObject collections)
        {
            throw BadParameter("missing 'collections'");
        }

        var modes = new Dictionary<string, AccessMode>(StringComparer.Ordinal);
        foreach (var mode in (AccessMode[])[AccessMode.Read, AccessMode.Write, AccessMode.Exclusive])
        {
            foreach (var name in Names(collections[ToText(mode)]))
            {
                modes[name] = mode;
            }
        }

        var timeout = request["lockTimeout"] switch
        {
            null when !request.ContainsKey("lockTimeout") => DefaultLockTimeout.TotalSeconds,
            JsonValue v when v.TryGetValue<double>(out var seconds) => seconds,
            _ => throw BadParameter("invalid 'lockTimeout' attribute"),
        };

        // Zero: as long as it takes.
        return new TransactionOptions(
            modes, Flag(request, "allowImplicit", true), Flag(request, "waitForSync", false),
            timeout < 0 ? throw BadParameter("lockTimeout needs to be greater than zero")
            : timeout == 0 ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromSeconds(Math.Min(timeout, TimeSpan.MaxValue.TotalSeconds / 2)),
            request["maxTransactionSize"] is JsonValue size && size.TryGetValue<double>(out var bytes) && bytes is >= 0 and < long.MaxValue
                ? (long)bytes
                : long.MaxValue);
    }

    /// <summary>Whether a collection is declared to be written.</summary>
    public bool Writes => Collections.Values.Any(static m => m >= AccessMode.Write);

    /// <exception cref="DataError">400 and 1652: the collection was not declared for this.</exception>
    public void Check(string collection, AccessMode declared, AccessMode wanted)
    {
        if (declared < wanted && !(wanted == AccessMode.Read && declared == AccessMode.None && AllowImplicit))
        {
            throw new DataError(400, 1652, $"unregistered collection used in transaction: {collection} [{ToText(wanted)}]");
        }
    }

    public static string ToText(AccessMode mode) => mode switch
    {
        AccessMode.Write => "write",
        AccessMode.Exclusive => "exclusive",
        _ => "read",
    };

    private static bool Flag(JsonObject request, string name, bool missing) => !request.ContainsKey(name) ? missing
        : request[name] is JsonValue v && v.TryGetValue<bool>(out var flag) ? flag
        : throw BadParameter($"invalid '{name}' attribute");

    private static IEnumerable<string> Names(JsonNode? node) => node switch
    {
        null => [],
        JsonValue v when v.TryGetValue<string>(out var name) => [name],
        JsonArray array when array.All(static n => n is JsonValue v && v.TryGetValue<string>(out _)) => array.Select(static n => (string)n!),
        _ => throw BadParameter("invalid 'collections' attribute"),
    };

    private static DataError BadParameter(string message) => new(400, 10, message);
}
