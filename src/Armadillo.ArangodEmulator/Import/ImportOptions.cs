using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Import;

/// <summary>What the query string of an import says.</summary>
internal sealed record ImportOptions
{
    public required string Collection { get; init; }

    public string? Type { get; init; }

    /// <summary>All or nothing.</summary>
    public bool Complete { get; init; }

    /// <summary>The collection is emptied before.</summary>
    public bool Overwrite { get; init; }

    public bool WaitForSync { get; init; }

    /// <summary>The answer tells what was wrong with each document.</summary>
    public bool Details { get; init; }

    /// <summary>error, update, replace or ignore: what becomes of a document whose key is taken.</summary>
    public string OnDuplicate { get; init; } = "error";

    /// <summary>Stands before ends of edges that name no collection.</summary>
    public string FromPrefix { get; init; } = "";

    public string ToPrefix { get; init; } = "";

    public int Line { get; init; }

    /// <exception cref="DataError">400 and 1232: no collection is named.</exception>
    public static ImportOptions From(ServerRequest request) => new()
    {
        Collection = request.Query("collection") is { Length: > 0 } name
            ? name
            : throw new DataError(400, 400, "'collection' is missing, expecting /_api/import?collection=<identifier>"),
        Type = request.Query("type"),
        Complete = request.QueryFlag("complete"),
        Overwrite = request.QueryFlag("overwrite"),
        WaitForSync = request.QueryFlag("waitForSync"),
        Details = request.QueryFlag("details"),
        OnDuplicate = request.Query("onDuplicate") is "update" or "replace" or "ignore" ? request.Query("onDuplicate")! : "error",
        FromPrefix = Prefix(request.Query("fromPrefix")),
        ToPrefix = Prefix(request.Query("toPrefix")),
        Line = int.TryParse(request.Query("line"), out var line) ? line : 0,
    };

    private static string Prefix(string? text) => string.IsNullOrEmpty(text) || text.EndsWith('/') ? text ?? "" : $"{text}/";
}
