using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Documents;

internal enum DocumentVerb
{
    Read,
    Insert,
    Replace,
    Update,
    Remove,
}

/// <summary>One operation for one document or many.</summary>
internal sealed record DocumentCommand(DocumentVerb Verb, DocumentOptions Options, IReadOnlyList<DocumentItem> Items)
{
    /// <summary>What comes after the first failure is left undone.</summary>
    public bool StopsAtFailure { get; init; }

    /// <summary>The options as the query of a request to a shard; a revision to match is in each item.</summary>
    public string ToQuery()
    {
        static string Flag(string name, bool value) => $"{name}={(value ? "true" : "false")}";
        return string.Join(
            '&',
            Flag("waitForSync", Options.WaitForSync), Flag("returnNew", Options.ReturnNew), Flag("returnOld", Options.ReturnOld),
            Flag("keepNull", Options.KeepNull), Flag("mergeObjects", Options.MergeObjects),
            Flag("ignoreRevs", Options.IgnoreRevs && Options.IfMatch is null), Flag("onlyget", Verb == DocumentVerb.Read),
            $"overwriteMode={Options.OverwriteMode}");
    }
}

/// <summary>The key that the path names, if any, and the body or the part of it.</summary>
internal readonly record struct DocumentItem(string? Key, JsonNode? Body);

/// <summary>What became of one item: the document that was read, the answer to a change, or the error.</summary>
internal sealed record DocumentOutcome(JsonObject? Answer, DataError? Error)
{
    /// <exception cref="DataError">The item has failed.</exception>
    public JsonObject Get() => Answer ?? throw Error!;
}
