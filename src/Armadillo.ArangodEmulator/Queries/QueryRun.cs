using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>Runs one query to its end: reads, evaluates, writes, and only then returns.</summary>
/// <param name="query">The query.</param>
/// <param name="open">Gives a collection by name to read or (true) to write in it; checks that it is there and the rights to it.</param>
/// <param name="binds">The bind variables.</param>
/// <param name="memory">Counts what the query holds.</param>
internal sealed class QueryRun(Query query, Func<string, bool, Task<IDocuments>> open, JsonObject binds, QueryMemory memory)
{
    public int Scanned { get; private set; }

    public int Filtered { get; private set; }

    public int Written { get; private set; }

    /// <summary>Writes that failed and were to be passed over.</summary>
    public int Ignored { get; private set; }

    /// <summary>Rows before LIMIT.</summary>
    public int FullCount { get; private set; }

    public List<JsonNode?> Rows { get; } = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // All rows are known before the first is written: a query does not see what it does itself.
        var rows = Limited(Sorted(Selected(query.For is null ? [] : await SourceAsync(query.For.Source, cancellationToken)).ToList())).ToList();
        if (query.Modify is { } modify && rows.Count > 0)
        {
            await ModifyAsync(modify, rows, cancellationToken);
        }

        if (query.Return is { } result)
        {
            Rows.AddRange(rows.Select(r => Held(r.Value(result)?.DeepClone())));
        }
    }

    private IEnumerable<Evaluation> Selected(IEnumerable<JsonNode?> source)
    {
        if (query.For is not { } loop)
        {
            var only = new Evaluation(binds);
            if (query.Clauses.All(c => Holds(c, only)))
            {
                yield return only;
            }

            yield break;
        }

        foreach (var item in source)
        {
            var row = new Evaluation(binds);
            row.Variables[loop.Variable] = item;
            if (query.Clauses.All(c => Holds(c, row)))
            {
                foreach (var value in row.Variables.Values)
                {
                    memory.Hold(value);
                }

                yield return row;
            }
            else
            {
                Filtered++;
            }
        }
    }

    private JsonNode? Held(JsonNode? value)
    {
        memory.Hold(value);
        return value;
    }

    private async Task<IEnumerable<JsonNode?>> SourceAsync(Expression source, CancellationToken cancellationToken)
    {
        var scope = new Evaluation(binds);
        if (scope.CollectionName(source) is { } name)
        {
            var documents = await (await open(name, false)).AllAsync(cancellationToken);
            Scanned += documents.Count;
            return documents;
        }

        return scope.Value(source) as JsonArray ?? throw new DataError(400, 1563, "collection or array expected as operand to FOR loop (while executing)");
    }

    /// <summary>Whether a row goes on behind a clause; a LET lets every row go on.</summary>
    private static bool Holds(RowClause clause, Evaluation row)
    {
        var value = row.Value(clause.Value);
        if (clause.Variable is not { } variable)
        {
            return AqlValues.IsTrue(value);
        }

        row.Variables[variable] = value;
        return true;
    }

    private List<Evaluation> Sorted(List<Evaluation> rows)
    {
        IOrderedEnumerable<Evaluation>? sorted = null;
        foreach (var key in query.Sort)
        {
            JsonNode? Value(Evaluation row) => row.Value(key.Value);
            sorted = (sorted, key.Descending) switch
            {
                (null, false) => rows.OrderBy(Value, AqlValues.Order),
                (null, true) => rows.OrderByDescending(Value, AqlValues.Order),
                (_, false) => sorted.ThenBy(Value, AqlValues.Order),
                _ => sorted.ThenByDescending(Value, AqlValues.Order),
            };
        }

        return sorted is null ? rows : [.. sorted];
    }

    private IEnumerable<Evaluation> Limited(List<Evaluation> rows)
    {
        FullCount = rows.Count;
        if (query.Limit is not { } limit)
        {
            return rows;
        }

        var scope = new Evaluation(binds);
        var offset = limit.Offset is null ? 0 : (int)AqlValues.Number(scope.Value(limit.Offset));
        return rows.Skip(offset).Take((int)AqlValues.Number(scope.Value(limit.Count)));
    }

    private async Task ModifyAsync(ModifyClause modify, List<Evaluation> rows, CancellationToken cancellationToken)
    {
        var documents = await open(rows[0].CollectionName(modify.Collection) ?? throw QueryTokens.NotRead(), true);
        var verb = modify.Verb switch
        {
            "INSERT" => DocumentVerb.Insert,
            "UPDATE" => DocumentVerb.Update,
            "REPLACE" => DocumentVerb.Replace,
            _ => DocumentVerb.Remove,
        };
        var options = ModifyOptions.Read(modify.Options is null ? null : new Evaluation(binds).Value(modify.Options), documents.WaitForSync);
        var items = rows.Select(r => Item(modify, verb, r, documents.CollectionName)).ToList();
        var command = new DocumentCommand(verb, options.Documents, items) { StopsAtFailure = !options.IgnoreErrors };
        var outcomes = await documents.ApplyAsync(command, cancellationToken);
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i].Error is { } e)
            {
                Ignored += options.IgnoreErrors ? 1 : throw While(e);
                continue;
            }

            Written++;
            rows[i].Variables["NEW"] = outcomes[i].Answer!["new"];
            rows[i].Variables["OLD"] = outcomes[i].Answer!["old"];
        }

        if (Ignored > 0)
        {
            rows.RemoveAll(static r => !r.Variables.ContainsKey("NEW"));
        }
    }

    private DocumentItem Item(ModifyClause modify, DocumentVerb verb, Evaluation row, string collection)
    {
        var document = row.Value(modify.Document);
        JsonObject Object(JsonNode? content) => content as JsonObject ?? throw new DataError(400, 1227, "invalid document type");
        try
        {
            return verb switch
            {
                DocumentVerb.Insert => new DocumentItem(null, Object(document)),

                // The key alone: a query takes no notice of revisions.
                DocumentVerb.Remove => new DocumentItem(DocumentKeys.Of(document, collection), null),
                _ => new DocumentItem(DocumentKeys.Of(document, collection), Object(modify.With is null ? document : row.Value(modify.With))),
            };
        }
        catch (DataError e)
        {
            throw While(e);
        }
    }

    /// <summary>arangod names the node of its plan; which number it has is known where nothing comes before it.</summary>
    private DataError While(DataError e)
    {
        var node = query is { For: null, Clauses: [], Modify: { Verb: "REMOVE", Document: Literal } } ? " [node #3: RemoveNode]" : "";
        return new DataError(e.Status, e.Number, $"AQL: {e.Message}{node} (while executing)");
    }
}
