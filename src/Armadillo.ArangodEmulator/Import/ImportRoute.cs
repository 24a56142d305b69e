using System.Text;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Transactions;

namespace Armadillo.ArangodEmulator.Import;

/// <summary>POST /_api/import: many documents at once.</summary>
internal sealed class ImportRoute(ServerContext server) : DataRoute(server)
{
    public override IEnumerable<string> Paths => ["/_api/import"];

    /// <summary>Not JSON as a whole.</summary>
    protected override Task<JsonNode?> ReadBodyAsync(ServerRequest request) => Task.FromResult<JsonNode?>(null);

    protected override async Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body)
    {
        if (request.Method != "POST")
        {
            throw NotHere(request);
        }

        if (request.Suffixes.Length > 0)
        {
            throw new DataError(400, 404, "superfluous suffix, expecting /_api/import?collection=<identifier>");
        }

        CheckWritable();
        var options = ImportOptions.From(request);
        var text = Encoding.UTF8.GetString((await StrictJson.ReadAsync(request.Context.Request, request.Aborted)).Span);
        var read = ImportBody.Read(text, options.Type, options.Line);
        var documents = await OpenAsync(request, Server.Collections, options.Collection);
        if (!options.Complete && !options.Overwrite)
        {
            await documents.PrepareWriteAsync([], request.Aborted);
            return new Reply(201, await RunAsync(options, documents, read, request.Aborted));
        }

        // What is emptied and filled again, or filled as a whole or not at all, is seen by others only when it is done.
        var wanted = TransactionOptions.ToWrite(options.Collection, options.WaitForSync);
        var transaction = await Server.BeginTransactionAsync(await Server.NextIdAsync(request.Aborted), request.Database, wanted, request.Aborted);
        try
        {
            var inside = await OpenAsync(request, transaction, options.Collection);
            if (options.Overwrite)
            {
                await EmptyAsync(inside, request.Aborted);
            }

            var answer = await RunAsync(options, inside, read, request.Aborted);
            await transaction.CommitAsync();
            return new Reply(201, answer);
        }
        catch
        {
            await transaction.AbortAsync();
            throw;
        }
    }

    private static async Task<JsonObject> RunAsync(ImportOptions options, IDocuments documents, ImportBody body, CancellationToken cancellationToken)
    {
        var run = new ImportRun(options, documents);
        await run.RunAsync(body, cancellationToken);
        return run.ToAnswer(body.Empty);
    }

    private static async Task EmptyAsync(IDocuments documents, CancellationToken cancellationToken)
    {
        var all = await documents.AllAsync(cancellationToken);
        var items = all.Select(static d => new DocumentItem(null, new JsonObject { ["_key"] = (string?)d["_key"] }));
        await documents.ApplyAsync(new DocumentCommand(DocumentVerb.Remove, new DocumentOptions(), [.. items]), cancellationToken);
    }

    private static async Task<IDocuments> OpenAsync(ServerRequest request, ICollections collections, string name)
    {
        IDocuments documents;
        try
        {
            documents = await collections.FindAsync(request.Database, name, request.Aborted);
        }
        catch (DataError e) when (e.Number == 1203)
        {
            throw new DataError(404, 1203, $"{e.Message}: {name}");
        }

        CheckRights(request.Identity, request.Database, documents.CollectionName, writes: true);
        return documents;
    }
}
