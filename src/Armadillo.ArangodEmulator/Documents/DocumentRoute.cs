using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Documents;

/// <summary>/_api/document: one document or an array of them, in a collection of this server or of the cluster.</summary>
internal sealed class DocumentRoute(ServerContext server) : DataRoute(server)
{
    public override IEnumerable<string> Paths => ["/_api/document"];

    // On a DB server the coordinator's transactions are its own.
    protected override bool MayBeInTransaction(ServerRequest request) => Server.State.Role != ServerRole.DbServer;

    protected override async Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body)
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

        var documents = await CollectionsOf(request).FindAsync(request.Database, name, request.Aborted);
        CheckRights(request.Identity, request.Database, documents.CollectionName, writes: !reads);
        var options = DocumentOptions.From(request, documents.WaitForSync);
        var key = request.Suffixes is [_, var last] ? last : null;
        var verb = Verb(request, key, reads);
        if (key is null && !(verb == DocumentVerb.Insert && body is not JsonArray))
        {
            var array = body as JsonArray ?? throw new DataError(400, 1227, "invalid document type");
            var all = new DocumentCommand(verb, options, [.. array.Select(static d => new DocumentItem(null, d))]);
            return Many(all, await ApplyAsync(documents, all, request.Aborted));
        }

        var one = new DocumentCommand(verb, options, [new DocumentItem(key, reads || verb == DocumentVerb.Remove ? null : body)]);
        var answer = (await ApplyAsync(documents, one, request.Aborted))[0].Get();
        return reads ? Read(request, answer) : Changed(request, one, answer);
    }

    private static async Task<IReadOnlyList<DocumentOutcome>> ApplyAsync(
        IDocuments documents, DocumentCommand command, CancellationToken cancellationToken)
    {
        if (command.Verb != DocumentVerb.Read)
        {
            var keys = command.Items.Select(static i => i.Key ?? ((i.Body as JsonObject)?["_key"] ?? i.Body)?.ToString()).OfType<string>();
            await documents.PrepareWriteAsync([.. keys], cancellationToken);
        }

        return await documents.ApplyAsync(command, cancellationToken);
    }

    private static DocumentVerb Verb(ServerRequest request, string? key, bool reads) => (request.Method, key is null) switch
    {
        ("GET" or "HEAD", false) => DocumentVerb.Read,
        ("PUT", true) when reads => DocumentVerb.Read,
        ("POST", true) => DocumentVerb.Insert,
        ("PUT", _) => DocumentVerb.Replace,
        ("PATCH", _) => DocumentVerb.Update,
        ("DELETE", _) => DocumentVerb.Remove,
        _ => throw NotHere(request),
    };

    private static int Status(DocumentCommand command) =>
        !command.Options.WaitForSync ? 202 : command.Verb == DocumentVerb.Remove ? 200 : 201;

    private static Reply Read(ServerRequest request, JsonObject document)
    {
        var revision = (string)document["_rev"]!;
        var unchanged = DocumentOptions.Tag(request, "If-None-Match") == revision;
        var reply = new Reply(unchanged ? 304 : 200, unchanged ? null : document);
        reply.Headers["etag"] = $"\"{revision}\"";
        return reply;
    }

    private static Reply Changed(ServerRequest request, DocumentCommand command, JsonObject answer)
    {
        var reply = new Reply(Status(command), command.Options.Silent ? [] : answer);
        reply.Headers["etag"] = $"\"{(string?)answer["_rev"]}\"";
        reply.Headers["location"] = $"/_db/{request.Database}/_api/document/{(string?)answer["_id"]}";
        return reply;
    }

    private static Reply Many(DocumentCommand command, IReadOnlyList<DocumentOutcome> outcomes)
    {
        // Silent answers to arrays name the failures only.
        var silent = command.Options.Silent && command.Verb != DocumentVerb.Read;
        var answers = new JsonArray(
            [.. outcomes.Where(o => !silent || o.Error is not null).Select(static o => (JsonNode)(o.Answer ?? o.Error!.ToElement()))]);
        if (command.Verb == DocumentVerb.Read)
        {
            return new Reply(200, answers);
        }

        var reply = new Reply(Status(command), answers);
        var errors = outcomes.Where(static o => o.Error is not null).GroupBy(static o => o.Error!.Number).OrderBy(static g => g.Key);
        var counted = string.Join(",", errors.Select(static g => string.Create(CultureInfo.InvariantCulture, $"{g.Key}:{g.Count()}")));
        if (counted.Length > 0)
        {
            reply.Headers["x-arango-error-codes"] = counted;
        }

        return reply;
    }
}
