using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Documents;

/// <summary>/_api/document of a single server: one document or an array of them.</summary>
internal sealed class DocumentRoute(ServerContext server) : LocalDataRoute(server)
{
    public override IEnumerable<string> Paths => ["/_api/document"];

    protected override Reply Answer(ServerRequest request, DataStore data, Database database, JsonNode? body)
    {
        if (request.Suffixes is not [var name, ..] || request.Suffixes.Length > 2)
        {
            throw NotHere(request);
        }

        var reads = request.IsGet || (request.Method == "PUT" && request.QueryFlag("onlyget"));
        if (!reads)
        {
            CheckWritable();
        }

        var collection = database.Get(name);
        CheckRights(request.Identity, database.Name, collection.Properties.Name, writes: !reads);
        var options = DocumentOptions.From(request, collection.Properties.WaitForSync);
        var operations = new DocumentOperations(data, collection, options);
        return (request.Method, request.Suffixes) switch
        {
            ("GET" or "HEAD", [_, var key]) => Read(request, operations, key),
            ("PUT", [_]) when reads => new Reply(200, Each(body, d => operations.Get(operations.KeyOf(d), operations.Expected(d)).DeepClone(), out _)),
            ("POST", [_]) => Write(options, database, body, d => operations.Insert(BodyObject(d)), 201, 202),
            ("PUT", [_, var key]) => WriteOne(options, database, operations.Replace(key, BodyObject(body)), 201, 202),
            ("PATCH", [_, var key]) => WriteOne(options, database, operations.Update(key, BodyObject(body)), 201, 202),
            ("DELETE", [_, var key]) => WriteOne(options, database, operations.Remove(key, null), 200, 202),
            ("PUT", [_]) => Write(options, database, Array(body), d => operations.Replace(operations.KeyOf(d), BodyObject(d)), 201, 202),
            ("PATCH", [_]) => Write(options, database, Array(body), d => operations.Update(operations.KeyOf(d), BodyObject(d)), 201, 202),
            ("DELETE", [_]) => Write(options, database, Array(body), d => operations.Remove(operations.KeyOf(d), operations.Expected(d)), 200, 202),
            _ => throw NotHere(request),
        };
    }

    private static Reply Read(ServerRequest request, DocumentOperations operations, string key)
    {
        var document = operations.Get(key, DocumentOptions.Tag(request, "If-Match"));
        var revision = (string)document["_rev"]!;
        var unchanged = DocumentOptions.Tag(request, "If-None-Match") == revision;
        var reply = new Reply(unchanged ? 304 : 200, unchanged ? null : document.DeepClone());
        reply.Headers["etag"] = $"\"{revision}\"";
        return reply;
    }

    private static Reply Write(
        DocumentOptions options, Database database, JsonNode? body, Func<JsonNode?, DocumentChange> change, int synced, int accepted)
    {
        if (body is not JsonArray)
        {
            return WriteOne(options, database, change(body), synced, accepted);
        }

        var answers = Each(body, d => change(d).ToAnswer(options), out var errors);
        var reply = new Reply(options.WaitForSync ? synced : accepted, options.Silent ? Failed(answers) : answers);
        if (errors.Count > 0)
        {
            reply.Headers["x-arango-error-codes"] = string.Join(
                ",", errors.Select(static e => string.Create(CultureInfo.InvariantCulture, $"{e.Key}:{e.Value}")));
        }

        return reply;
    }

    private static Reply WriteOne(DocumentOptions options, Database database, DocumentChange change, int synced, int accepted)
    {
        var reply = new Reply(options.WaitForSync ? synced : accepted, options.Silent ? [] : change.ToAnswer(options));
        reply.Headers["etag"] = $"\"{change.Revision}\"";
        reply.Headers["location"] = $"/_db/{database.Name}/_api/document/{change.Id}";
        return reply;
    }

    private static JsonArray Each(JsonNode? body, Func<JsonNode?, JsonNode?> answer, out SortedDictionary<int, int> errors)
    {
        var answers = new JsonArray();
        errors = [];
        foreach (var item in Array(body))
        {
            try
            {
                answers.Add(answer(item));
            }
            catch (DataError e)
            {
                answers.Add((JsonNode)e.ToElement());
                errors[e.Number] = errors.GetValueOrDefault(e.Number) + 1;
            }
        }

        return answers;
    }

    /// <summary>Silent answers to arrays name the failures only.</summary>
    private static JsonArray Failed(JsonArray answers) =>
        new([.. answers.Where(static a => a is JsonObject o && o.ContainsKey("errorNum")).Select(static a => a!.DeepClone())]);

    private static JsonArray Array(JsonNode? body) => body as JsonArray ?? throw new DataError(400, 1227, "invalid document type");
}
