using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Users;

/// <summary>/_api/user of a single server: users and what they are granted.</summary>
internal sealed class UserRoute(ServerContext server) : LocalDataRoute(server)
{
    public const string Root = "/_api/user";

    public override IEnumerable<string> Paths => [Root];

    private UserStore Users => Server.Users;

    protected override Reply Answer(ServerRequest request, DataStore data, Database database, JsonNode? body)
    {
        var own = request.Suffixes is [var name, ..] && name == request.Identity.User
            && (request.Suffixes.Length == 1 ? request.Method != "DELETE" : request.IsGet);
        if (!request.Identity.IsAdmin && !own)
        {
            throw new DataError(403, 11, "forbidden");
        }

        return (request.Method, request.Suffixes) switch
        {
            ("GET", []) => Reply.Ok(new JsonObject { ["result"] = new JsonArray([.. Users.All.Select(static u => (JsonNode)u.ToAnswer())]) }),
            ("POST", []) => Create(BodyObject(body)),
            ("GET", [var user]) => Shown(Users.Get(user), 200),
            ("PUT", [var user]) => Change(Users.Get(user), BodyObject(body), replace: true),
            ("PATCH", [var user]) => Change(Users.Get(user), BodyObject(body), replace: false),
            ("DELETE", [var user]) => Remove(Users.Get(user)),
            ("GET", [var user, "database"]) => Reply.Ok(new JsonObject { ["result"] = Levels(data, Users.Get(user)) }),
            ("GET", [var user, "database", var db]) => Reply.Ok(new JsonObject { ["result"] = Users.Get(user).Level(db) }),
            ("GET", [var user, "database", var db, var collection]) => Reply.Ok(new JsonObject { ["result"] = Users.Get(user).Level(db, collection) }),
            ("PUT", [var user, "database", var db]) => Grant(Users.Get(user), db, null, BodyObject(body)),
            ("PUT", [var user, "database", var db, var collection]) => Grant(Users.Get(user), db, collection, BodyObject(body)),
            ("DELETE", [var user, "database", var db]) => Revoke(Users.Get(user), db, null),
            ("DELETE", [var user, "database", var db, var collection]) => Revoke(Users.Get(user), db, collection),
            _ => throw NotHere(request),
        };
    }

    private static Reply Shown(User user, int status)
    {
        // Recorded: code before error, unlike most answers.
        var answer = user.ToAnswer();
        answer["code"] = status;
        answer["error"] = false;
        return new Reply(status, answer);
    }

    private Reply Create(JsonObject body)
    {
        var name = body["user"] is JsonValue v && v.TryGetValue<string>(out var text) ? text : "";
        if (name.Length == 0)
        {
            throw new DataError(400, 1700, "invalid user name");
        }

        if (Users.Find(name) is not null)
        {
            throw new DataError(409, 1702, "duplicate user");
        }

        var user = Changed(new User(name, RootUser.Hash(""), true, [], [], []), body);
        Users.Put(user);
        return Shown(user, 201);
    }

    private Reply Change(User user, JsonObject body, bool replace)
    {
        var changed = Changed(replace ? user with { PasswordHash = RootUser.Hash(""), Active = true, Extra = [] } : user, body);
        Users.Put(changed);
        return Shown(changed, 200);
    }

    private static User Changed(User user, JsonObject body) => user with
    {
        PasswordHash = body["passwd"] is JsonValue v && v.TryGetValue<string>(out var password) ? RootUser.Hash(password) : user.PasswordHash,
        Active = CollectionProperties.Flag(body, "active", user.Active),
        Extra = body["extra"] is JsonObject extra ? (JsonObject)extra.DeepClone() : user.Extra,
    };

    private Reply Remove(User user)
    {
        Users.Remove(user.Name);
        return Reply.Ok([], 202);
    }

    private static JsonObject Levels(DataStore data, User user)
    {
        var levels = new JsonObject();
        foreach (var name in data.Names.Where(n => user.Level(n) != User.None))
        {
            levels[name] = user.Level(name);
        }

        return levels;
    }

    private Reply Grant(User user, string database, string? collection, JsonObject body)
    {
        if (body["grant"] is not JsonValue v || !v.TryGetValue<string>(out var level) || level is not (User.ReadWrite or User.ReadOnly or User.None))
        {
            throw new DataError(400, 10, "bad parameter");
        }

        var changed = Put(user, database, collection, level);
        Users.Put(changed);
        return new Reply(200, new JsonObject
        {
            [collection is null ? database : $"{database}/{collection}"] = level,
            ["code"] = 200,
            ["error"] = false,
        });
    }

    private Reply Revoke(User user, string database, string? collection)
    {
        Users.Put(Put(user, database, collection, null));
        return Reply.Ok([], 202);
    }

    private static User Put(User user, string database, string? collection, string? level)
    {
        var changed = user with { Databases = (JsonObject)user.Databases.DeepClone(), Collections = (JsonObject)user.Collections.DeepClone() };
        var (grants, key) = collection is null ? (changed.Databases, database) : (changed.Collections, $"{database}/{collection}");
        grants.Remove(key);
        if (level is not null)
        {
            grants[key] = level;
        }

        return changed;
    }
}
