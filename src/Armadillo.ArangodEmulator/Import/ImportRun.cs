using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;

namespace Armadillo.ArangodEmulator.Import;

/// <summary>Puts the documents of an import into a collection, and counts what becomes of them.</summary>
internal sealed class ImportRun(ImportOptions options, IDocuments documents)
{
    private readonly List<string> _complaints = [];
    private readonly DocumentOptions _writing = new() { WaitForSync = options.WaitForSync || documents.WaitForSync };
    private int _created;
    private int _updated;
    private int _ignored;

    /// <exception cref="DataError">With <see cref="ImportOptions.Complete"/>: the first that went wrong.</exception>
    public async Task RunAsync(ImportBody body, CancellationToken cancellationToken)
    {
        var good = new List<JsonObject>();
        foreach (var item in body.Items)
        {
            if (Checked(item) is { } document)
            {
                good.Add(document);
            }
        }

        var outcomes = await ApplyAsync(DocumentVerb.Insert, good, cancellationToken);
        var again = new List<(int Position, JsonObject Document)>();
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i].Error is not { } error)
            {
                _created++;
            }
            else if (error.Number != 1210 || options.OnDuplicate == "error" || good[i]["_key"] is not JsonValue)
            {
                Complain(i, error, good[i]);
            }
            else if (options.OnDuplicate == "ignore")
            {
                _ignored++;
            }
            else
            {
                again.Add((i, good[i]));
            }
        }

        var verb = options.OnDuplicate == "update" ? DocumentVerb.Update : DocumentVerb.Replace;
        var changed = await ApplyAsync(verb, [.. again.Select(static a => a.Document)], cancellationToken);
        for (var i = 0; i < changed.Count; i++)
        {
            if (changed[i].Error is { } error)
            {
                // Where the insert met a value of a unique index there may be no document of this key.
                Complain(again[i].Position, error.Number == 1202 ? new DataError(409, 1210, "unique constraint violated") : error, again[i].Document);
            }
            else
            {
                _updated++;
            }
        }
    }

    /// <summary>The recorded keys in their order.</summary>
    public JsonObject ToAnswer(int empty)
    {
        var answer = new JsonObject
        {
            ["error"] = false,
            ["created"] = _created,
            ["errors"] = _complaints.Count,
            ["empty"] = empty,
            ["updated"] = _updated,
            ["ignored"] = _ignored,
        };
        if (options.Details)
        {
            answer["details"] = new JsonArray([.. _complaints.Select(static c => (JsonNode)c)]);
        }

        return answer;
    }

    /// <summary>The short text of an error, without what follows about index and key.</summary>
    private static string ShortText(DataError error) => error.Message.Split(" - in index ")[0];

    private async Task<IReadOnlyList<DocumentOutcome>> ApplyAsync(DocumentVerb verb, List<JsonObject> bodies, CancellationToken cancellationToken) =>
        bodies.Count == 0
            ? []
            : await documents.ApplyAsync(new DocumentCommand(verb, _writing, [.. bodies.Select(static b => new DocumentItem(null, b))]), cancellationToken);

    private JsonObject? Checked(ImportItem item)
    {
        if (item.Complaint is { } complaint)
        {
            Complain(complaint, new DataError(400, 600, "invalid JSON object"));
            return null;
        }

        var text = item.Document?.ToJsonString() ?? "null";
        if (item.Document is not JsonObject document)
        {
            Complain(
                $"{ImportBody.At(item.Position)}invalid JSON type (expecting object), offending document: {ImportBody.Excerpt(text)}",
                new DataError(400, 1227, "invalid document type"));
            return null;
        }

        if (!documents.IsEdge)
        {
            return document;
        }

        var edge = (JsonObject)document.DeepClone();
        Complete(edge, "_from", options.FromPrefix);
        Complete(edge, "_to", options.ToPrefix);
        if (Text(edge["_from"]) is not null && Text(edge["_to"]) is not null)
        {
            return edge;
        }

        Complain(
            $"{ImportBody.At(item.Position)}missing '_from' or '_to' attribute, offending document: {ImportBody.Excerpt(edge.ToJsonString())}",
            new DataError(400, 1233, "edge attribute missing or invalid"));
        return null;
    }

    private static void Complete(JsonObject edge, string end, string prefix)
    {
        if (prefix.Length > 0 && edge[end] is JsonValue value)
        {
            var text = Text(value) ?? (value.TryGetValue<long>(out var number) ? number.ToString(CultureInfo.InvariantCulture) : null);
            if (text is not null && !text.Contains('/', StringComparison.Ordinal))
            {
                edge[end] = prefix + text;
            }
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;

    /// <summary>arangod counts documents from one while it reads them, and from zero while it writes them.</summary>
    private void Complain(int position, DataError error, JsonObject document) => Complain(
        $"{ImportBody.At(position)}creating document failed with error '{ShortText(error)}', offending document: {ImportBody.Excerpt(document.ToJsonString())}",
        new DataError(error.Status, error.Number, ShortText(error)));

    private void Complain(string complaint, DataError error)
    {
        if (options.Complete)
        {
            throw error;
        }

        _complaints.Add(complaint);
    }
}
