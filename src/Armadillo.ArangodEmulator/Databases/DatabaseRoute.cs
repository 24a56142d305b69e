using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Users;

namespace Armadillo.ArangodEmulator.Databases;

/// <summary>/_api/database of a single server.</summary>
internal sealed class DatabaseRoute(ServerContext server) : DataRoute(server)
{
    public override IEnumerable<string> Paths => ["/_api/database"];

    protected override Reply Answer(ServerRequest request, DataStore data, Database database, JsonNode? body)
    {
        switch (request.Method, request.Suffixes)
        {
            case ("GET" or "HEAD", ["current"]):
                return Result(Describe(database));
            case ("GET" or "HEAD", ["user"]):
                return Result(Names(data, n => request.Identity.Level(n) != User.None));
            case ("GET" or "HEAD", []):
                CheckSystem(database);
                return Result(Names(data, static _ => true));
            case ("POST", []):
                CheckSystem(database);
                CheckRights(request, Database.System);
                CheckWritable();
                Create(data, BodyObject(body));
                return Reply.Ok(new JsonObject { ["result"] = true }, 201);
            case ("DELETE", [var name]):
                CheckSystem(database);
                CheckRights(request, Database.System);
                CheckWritable();
                data.DropDatabase(name);
                return Result(true);
            default:
                throw NotHere(request);
        }
    }

    private static Reply Result(JsonNode result) => Reply.Ok(new JsonObject { ["result"] = result });

    private static JsonArray Names(DataStore data, Func<string, bool> shown) => new([.. data.Names.Where(shown).Select(static n => (JsonNode)n)]);

    private static JsonObject Describe(Database database) => new()
    {
        ["id"] = $"{database.Id}",
        ["name"] = database.Name,
        ["isSystem"] = database.Name == Database.System,
        ["path"] = "none",
    };

    private static void CheckSystem(Database database)
    {
        if (database.Name != Database.System)
        {
            throw new DataError(403, 1230, "operation only allowed in system database");
        }
    }

    private void Create(DataStore data, JsonObject body)
    {
        if (body["name"] is not JsonValue v || !v.TryGetValue<string>(out var name))
        {
            throw new DataError(400, 1229, "database name invalid");
        }

        // Read before anything is made: a wrong user must not leave half a database.
        var users = (body["users"] as JsonArray ?? []).Select(static u => BodyObject(u)).Select(static u => (Name: UserName(u), Body: u)).ToList();
        data.CreateDatabase(name);
        foreach (var (user, settings) in users)
        {
            Server.Users.Put((Server.Users.Find(user) ?? User.Of(user, settings)).With(name, User.ReadWrite));
        }
    }

    private static string UserName(JsonObject user) =>
        (user["username"] ?? user["user"]) is JsonValue v && v.TryGetValue<string>(out var name) && name.Length > 0
            ? name
            : throw new DataError(400, 1700, "invalid user name");
}
