using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Documents;

/// <summary>What the query string says about one operation on documents.</summary>
internal sealed record DocumentOptions
{
    public bool WaitForSync { get; init; }

    public bool ReturnNew { get; init; }

    public bool ReturnOld { get; init; }

    public bool Silent { get; init; }

    /// <summary>conflict, ignore, replace or update: what an insert does when the key is taken.</summary>
    public string OverwriteMode { get; init; } = "conflict";

    /// <summary>False: attributes that are set to null go away.</summary>
    public bool KeepNull { get; init; } = true;

    /// <summary>False: an object replaces the object that was there.</summary>
    public bool MergeObjects { get; init; } = true;

    /// <summary>False: a _rev in the body must be that of the document.</summary>
    public bool IgnoreRevs { get; init; } = true;

    /// <summary>On a shard: attributes that say to which shard a document belongs, so that no change may touch them.</summary>
    public IReadOnlyList<string> ShardKeys { get; init; } = [];

    /// <summary>The If-Match header, without quotes.</summary>
    public string? IfMatch { get; init; }

    public static DocumentOptions From(ServerRequest request, bool collectionWaits)
    {
        var mode = request.Query("overwriteMode") ?? (request.QueryFlag("overwrite") ? "replace" : "conflict");
        return new DocumentOptions
        {
            WaitForSync = collectionWaits || request.QueryFlag("waitForSync"),
            ReturnNew = request.QueryFlag("returnNew"),
            ReturnOld = request.QueryFlag("returnOld"),
            Silent = request.QueryFlag("silent"),
            OverwriteMode = mode is "conflict" or "ignore" or "replace" or "update"
                ? mode
                : throw new DataError(400, 10, "bad parameter"),
            KeepNull = request.Query("keepNull") is null || request.QueryFlag("keepNull"),
            MergeObjects = request.Query("mergeObjects") is null || request.QueryFlag("mergeObjects"),
            IgnoreRevs = request.Query("ignoreRevs") is null || request.QueryFlag("ignoreRevs"),
            IfMatch = Tag(request, "If-Match"),
        };
    }

    public static string? Tag(ServerRequest request, string header) =>
        request.Context.Request.Headers.TryGetValue(header, out var value) && value.Count > 0 ? value.ToString().Trim('"') : null;
}
