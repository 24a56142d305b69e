using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>Runs one query to its end, under the lock of the store.</summary>
internal sealed class QueryRun(DataStore data, Database database, Action<string, bool> checkRights, JsonObject binds)
{
    public int Scanned { get; private set; }

    public int Filtered { get; private set; }

    public int Written { get; private set; }

    /// <summary>Rows before LIMIT.</summary>
    public int FullCount { get; private set; }

    public List<JsonNode?> Rows { get; } = [];

    public void Run(Query query)
    {
        // All rows are known before the first is written: a query does not see what it does itself.
        foreach (var row in Limited(query, Sorted(query, Selected(query).ToList())))
        {
            if (query.Modify is { } modify)
            {
                Modify(modify, row);
            }

            if (query.Return is { } result)
            {
                Rows.Add(row.Value(result)?.DeepClone());
            }
        }
    }

    private IEnumerable<Evaluation> Selected(Query query)
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

        foreach (var item in Source(loop.Source))
        {
            var row = new Evaluation(binds);
            row.Variables[loop.Variable] = item;
            if (query.Clauses.All(c => Holds(c, row)))
            {
                yield return row;
            }
            else
            {
                Filtered++;
            }
        }
    }

    private IEnumerable<JsonNode?> Source(Expression source)
    {
        var scope = new Evaluation(binds);
        if (scope.CollectionName(source) is { } name)
        {
            var collection = Collection(name, writes: false);
            Scanned += collection.Count;
            return collection.Documents;
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

    private static List<Evaluation> Sorted(Query query, List<Evaluation> rows)
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

    private IEnumerable<Evaluation> Limited(Query query, List<Evaluation> rows)
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

    private void Modify(ModifyClause modify, Evaluation row)
    {
        var collection = Collection(row.CollectionName(modify.Collection) ?? throw QueryTokens.NotRead(), writes: true);
        var operations = new DocumentOperations(data, collection, new DocumentOptions { WaitForSync = collection.Properties.WaitForSync });
        var document = row.Value(modify.Document);
        var content = modify.With is null ? document : row.Value(modify.With);
        JsonObject Content() => content as JsonObject ?? throw new DataError(400, 1227, "invalid document type");
        try
        {
            var change = modify.Verb switch
            {
                "INSERT" => operations.Insert(Content()),
                "UPDATE" => operations.Update(operations.KeyOf(document), Content()),
                "REPLACE" => operations.Replace(operations.KeyOf(document), Content()),
                _ => operations.Remove(operations.KeyOf(document), null),
            };
            Written++;
            row.Variables["NEW"] = change.New;
            row.Variables["OLD"] = change.Old;
        }
        catch (DataError e)
        {
            throw new DataError(e.Status, e.Number, $"AQL: {e.Message} (while executing)");
        }
    }

    private Collection Collection(string name, bool writes)
    {
        if (!database.Has(name))
        {
            throw new DataError(404, 1203, $"AQL: collection or view not found: {name} (while parsing)");
        }

        var collection = database.Get(name);
        checkRights(collection.Properties.Name, writes);
        return collection;
    }
}
