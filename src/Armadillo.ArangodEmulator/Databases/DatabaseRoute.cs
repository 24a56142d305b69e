using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Users;

namespace Armadillo.ArangodEmulator.Databases;

/// <summary>/_api/database: the same for the databases of a single server and of a cluster.</summary>
internal sealed class DatabaseRoute(ServerContext server) : DataRoute(server)
{
    public override IEnumerable<string> Paths => ["/_api/database"];

    private IDatabases Databases => Server.Databases;

    protected override async Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body)
    {
        switch (request.Method, request.Suffixes)
        {
            case ("GET" or "HEAD", ["current"]):
                return Result(Databases.Describe(request.Database));
            case ("GET" or "HEAD", ["user"]):
                return Result(Names(n => request.Identity.Level(n) != User.None));
            case ("GET" or "HEAD", []):
                CheckSystem(request);
                return Result(Names(static _ => true));
            case ("POST", []):
                CheckSystem(request);
                CheckRights(request, Database.System);
                CheckWritable();
                var wanted = BodyObject(body);
                await Databases.CreateAsync(Name(wanted), wanted["options"] as JsonObject ?? [], request.Aborted);
                return Reply.Ok(new JsonObject { ["result"] = true }, 201);
            case ("DELETE", [var name]):
                CheckSystem(request);
                CheckRights(request, Database.System);
                CheckWritable();
                await Databases.DropAsync(name, request.Aborted);
                return Result(true);
            default:
                throw NotHere(request);
        }
    }

    private static Reply Result(JsonNode result) => Reply.Ok(new JsonObject { ["result"] = result });

    private JsonArray Names(Func<string, bool> shown) => new([.. Databases.Names.Where(shown).Select(static n => (JsonNode)n)]);

    private static void CheckSystem(ServerRequest request)
    {
        if (request.Database != Database.System)
        {
            throw new DataError(403, 1230, "operation only allowed in system database");
        }
    }

    private static string Name(JsonObject body) => body["name"] is JsonValue v && v.TryGetValue<string>(out var name)
        ? body["users"] is null or JsonArray { Count: 0 } ? name : throw DataError.NotEmulated("users of a new database")
        : throw new DataError(400, 1229, "database name invalid");
}
