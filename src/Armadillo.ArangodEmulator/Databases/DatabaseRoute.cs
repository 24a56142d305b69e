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
                await CreateAsync(BodyObject(body), request.Aborted);
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

    private async Task CreateAsync(JsonObject body, CancellationToken cancellationToken)
    {
        if (body["name"] is not JsonValue v || !v.TryGetValue<string>(out var name))
        {
            throw new DataError(400, 1229, "database name invalid");
        }

        // Read before anything is made: a wrong user must not leave half a database.
        var users = (body["users"] as JsonArray ?? []).Select(static u => BodyObject(u)).Select(static u => (Name: UserName(u), Body: u)).ToList();
        await Databases.CreateAsync(name, body["options"] as JsonObject ?? [], cancellationToken);
        foreach (var (user, settings) in users)
        {
            // The database is there now, so its users are to be, too, whoever waits for the answer.
            await Server.Users.PutAsync((Server.Users.Find(user) ?? User.Of(user, settings)).With(name, User.ReadWrite), CancellationToken.None);
        }
    }

    private static string UserName(JsonObject user) =>
        (user["username"] ?? user["user"]) is JsonValue v && v.TryGetValue<string>(out var name) && name.Length > 0
            ? name
            : throw new DataError(400, 1700, "invalid user name");
}
