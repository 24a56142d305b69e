using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Users;

/// <summary>/_api/user of a single server or a coordinator: users and what they are granted.</summary>
internal sealed class UserRoute(ServerContext server) : DataRoute(server)
{
    public const string Root = "/_api/user";

    public override IEnumerable<string> Paths => [Root];

    private UserStore Users => Server.Users;

    protected override async Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body)
    {
        await Users.RefreshAsync(request.Aborted);
        var own = request.Suffixes is [var name, ..] && name == request.Identity.User
            && (request.Suffixes.Length == 1 ? request.Method != "DELETE" : request.IsGet);
        if (!request.Identity.IsAdmin && !own)
        {
            throw new DataError(403, 11, "forbidden");
        }

        return (request.Method, request.Suffixes) switch
        {
            ("GET", []) => Reply.Ok(new JsonObject { ["result"] = new JsonArray([.. Users.All.Select(static u => (JsonNode)u.ToAnswer())]) }),
            ("POST", []) => await CreateAsync(request, BodyObject(body)),
            ("GET", [var user]) => Shown(Users.Get(user), 200),
            ("PUT", [var user]) => await ChangeAsync(request, Users.Get(user), BodyObject(body), replace: true),
            ("PATCH", [var user]) => await ChangeAsync(request, Users.Get(user), BodyObject(body), replace: false),
            ("DELETE", [var user]) => await RemoveAsync(request, Users.Get(user)),
            ("GET", [var user, "database"]) => Reply.Ok(new JsonObject { ["result"] = Levels(Users.Get(user)) }),
            ("GET", [var user, "database", var db]) => Reply.Ok(new JsonObject { ["result"] = Users.Get(user).Level(db) }),
            ("GET", [var user, "database", var db, var collection]) => Reply.Ok(new JsonObject { ["result"] = Users.Get(user).Level(db, collection) }),
            ("PUT", [var user, "database", var db]) => await GrantAsync(request, Users.Get(user), db, null, BodyObject(body)),
            ("PUT", [var user, "database", var db, var collection]) => await GrantAsync(request, Users.Get(user), db, collection, BodyObject(body)),
            ("DELETE", [var user, "database", var db]) => await RevokeAsync(request, Users.Get(user), db, null),
            ("DELETE", [var user, "database", var db, var collection]) => await RevokeAsync(request, Users.Get(user), db, collection),
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

    private async Task<Reply> CreateAsync(ServerRequest request, JsonObject body)
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

        var user = User.Of(name, body);
        await Users.PutAsync(user, request.Aborted);
        return Shown(user, 201);
    }

    private async Task<Reply> ChangeAsync(ServerRequest request, User user, JsonObject body, bool replace)
    {
        var changed = (replace ? user with { PasswordHash = RootUser.Hash(""), Active = true, Extra = [] } : user).Changed(body);
        await Users.PutAsync(changed, request.Aborted);
        return Shown(changed, 200);
    }

    private async Task<Reply> RemoveAsync(ServerRequest request, User user)
    {
        await Users.RemoveAsync(user.Name, request.Aborted);
        return Reply.Ok([], 202);
    }

    private JsonObject Levels(User user)
    {
        var levels = new JsonObject();
        foreach (var name in Server.Databases.Names.Where(n => user.Level(n) != User.None))
        {
            levels[name] = user.Level(name);
        }

        return levels;
    }

    private async Task<Reply> GrantAsync(ServerRequest request, User user, string database, string? collection, JsonObject body)
    {
        if (body["grant"] is not JsonValue v || !v.TryGetValue<string>(out var level) || level is not (User.ReadWrite or User.ReadOnly or User.None))
        {
            throw new DataError(400, 10, "bad parameter");
        }

        var changed = user.With(database, level, collection);
        await Users.PutAsync(changed, request.Aborted);
        return new Reply(200, new JsonObject
        {
            [collection is null ? database : $"{database}/{collection}"] = level,
            ["code"] = 200,
            ["error"] = false,
        });
    }

    private async Task<Reply> RevokeAsync(ServerRequest request, User user, string database, string? collection)
    {
        await Users.PutAsync(user.With(database, null, collection), request.Aborted);
        return Reply.Ok([], 202);
    }
}
