using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Users;

namespace Armadillo.ArangodEmulator.Databases;

/// <summary>A part of the interface that works on data, wherever they are; errors in arangod's form.</summary>
internal abstract class DataRoute(ServerContext server) : IRoute
{
    /// <summary>Names the transaction in what coordinators say to DB servers.</summary>
    public const string TransactionQuery = "transaction";

    private const string TransactionHeader = "x-arango-trx-id";

    public abstract IEnumerable<string> Paths { get; }

    protected ServerContext Server { get; } = server;

    /// <summary>Whether a request may be part of a transaction.</summary>
    protected virtual bool MayBeInTransaction(ServerRequest request) => false;

    protected static bool IsInTransaction(ServerRequest request) => request.Context.Request.Headers.ContainsKey(TransactionHeader);

    public async Task HandleAsync(ServerRequest request)
    {
        if (IsInTransaction(request) && !MayBeInTransaction(request))
        {
            await request.NotEmulatedAsync();
            return;
        }

        try
        {
            var reply = await AnswerAsync(request, await ReadBodyAsync(request));
            foreach (var (name, value) in reply.Headers)
            {
                request.Context.Response.Headers[name] = value;
            }

            await (reply.Body is null ? EmptyAsync(request, reply.Status) : request.JsonAsync(reply.Status, reply.Body));
        }
        catch (DataError e) when (e.Present is null)
        {
            await request.ErrorAsync(e.Status, e.Number, e.Message);
        }
        catch (DataError e)
        {
            // Recorded: with a document in it the keys of the error come in another order.
            var conflict = new JsonObject { ["error"] = true, ["code"] = e.Status, ["errorNum"] = e.Number, ["errorMessage"] = e.Message };
            e.AddPresent(conflict);
            request.Context.Response.Headers.ETag = $"\"{e.Present!.Value.Revision}\"";
            await request.JsonAsync(e.Status, conflict);
        }
    }

    protected abstract Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body);

    /// <summary>The collections as the request sees them: in its transaction, or as they are.</summary>
    /// <exception cref="DataError">404 and 1655: there is no such transaction.</exception>
    protected ICollections CollectionsOf(ServerRequest request)
    {
        if (Server.State.Role == ServerRole.DbServer)
        {
            return request.Query(TransactionQuery) is { } part ? Server.Replication.Transactions.Of(part) : Server.Collections;
        }

        return request.Context.Request.Headers.TryGetValue(TransactionHeader, out var id)
            ? Server.Transactions.Use(id.ToString(), request.Database, request.Identity)
            : Server.Collections;
    }

    protected void CheckWritable()
    {
        if (Server.State.ReadOnly)
        {
            throw new DataError(403, 1004, "read only");
        }
    }

    /// <summary>Databases and collections are made and dropped by those with rw on the database.</summary>
    protected static void CheckRights(ServerRequest request, string database)
    {
        if (request.Identity.Level(database) != User.ReadWrite)
        {
            throw new DataError(403, 11, "forbidden");
        }
    }

    protected static void CheckRights(Identity identity, string database, string collection, bool writes)
    {
        if (identity.Level(database, collection) is var level && (level == User.None || (writes && level != User.ReadWrite)))
        {
            throw new DataError(403, 11, "forbidden");
        }
    }

    protected static DataError NotHere(ServerRequest request) => DataError.NotEmulated($"{request.Method} {request.Path}");

    protected static JsonObject BodyObject(JsonNode? body) => body as JsonObject ?? throw DataError.NoObject();

    /// <summary>The body, where it is JSON.</summary>
    protected virtual async Task<JsonNode?> ReadBodyAsync(ServerRequest request)
    {
        var bytes = await StrictJson.ReadAsync(request.Context.Request, request.Aborted);
        if (bytes.Length == 0)
        {
            return null;
        }

        try
        {
            return StrictJson.ParseNode(bytes.Span);
        }
        catch (JsonException e)
        {
            throw new DataError(400, 600, $"VPackError error: {Complaint(e)}");
        }
    }

    /// <summary>arangod's words where they are recorded. The framework's come as names of its resources in a published program.</summary>
    private static string Complaint(JsonException e) =>
        e.Message.Contains("start of a property name", StringComparison.Ordinal) || e.Message.Contains("StartOfPropertyNotFound", StringComparison.Ordinal)
            ? "Expecting '\"' or '}'"
            : e.Message;

    private static Task EmptyAsync(ServerRequest request, int status)
    {
        request.Context.Response.StatusCode = status;
        request.Context.Response.ContentType = "application/json";
        return Task.CompletedTask;
    }

    protected sealed record Reply(int Status, JsonNode? Body)
    {
        public Dictionary<string, string> Headers { get; } = [];

        /// <summary>200 with error, code and the given keys.</summary>
        public static Reply Ok(JsonObject content, int status = 200)
        {
            var body = new JsonObject { ["error"] = false, ["code"] = status };
            foreach (var (key, value) in content)
            {
                body[key] = value?.DeepClone();
            }

            return new Reply(status, body);
        }
    }
}
