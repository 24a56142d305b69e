using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Users;

/// <summary>/_api/token: the access tokens of a user.</summary>
internal sealed class AccessTokenRoute(ServerContext server) : IRoute
{
    private readonly Lock _lock = new();

    public IEnumerable<string> Paths => ["/_api/token"];

    public async Task HandleAsync(ServerRequest request)
    {
        if (server.State.Role is not (ServerRole.Single or ServerRole.Coordinator))
        {
            await request.ErrorAsync(401, 401, "This server does not support users");
        }
        else if (request.Suffixes.Length == 0)
        {
            await request.ErrorAsync(400, 400, "path parameter 'user' is missing");
        }
        else if (!request.Identity.IsAdmin && request.Identity.User != request.Suffixes[0])
        {
            await request.ErrorAsync(403, 403, "forbidden");
        }
        else if (server.Users.Find(request.Suffixes[0]) is not { } user)
        {
            await request.ErrorAsync(404, 1703, "user not found");
        }
        else
        {
            await AnswerAsync(request, user);
        }
    }

    private async Task AnswerAsync(ServerRequest request, User user)
    {
        switch (request.Method, request.Suffixes)
        {
            case ("GET", [_]):
                var now = server.Time.GetUtcNow();
                await request.JsonAsync(200, new JsonObject { ["tokens"] = new JsonArray([.. user.Tokens.Select(t => (JsonNode)t.ToAnswer(now))]) });
                break;
            case ("POST", [_]):
                await CreateAsync(request, user.Name, await request.ReadJsonAsync() as JsonObject ?? []);
                break;
            case ("DELETE", [_, var id]):
                await DeleteAsync(request, user.Name, id);
                break;
            case ("DELETE", _):
                await request.ErrorAsync(400, 400, "path parameter 'id' is missing");
                break;
            default:
                await request.ErrorAsync(400, 405, "method not supported");
                break;
        }
    }

    private Task CreateAsync(ServerRequest request, string userName, JsonObject body)
    {
        var now = server.Time.GetUtcNow();
        var name = body["name"] is JsonValue n && n.TryGetValue<string>(out var text) ? text : "";
        var validUntil = body["valid_until"] is JsonValue v && v.TryGetValue<double>(out var end) ? (long)end : 0;
        if (name.Length == 0 || validUntil <= now.ToUnixTimeSeconds())
        {
            return request.ErrorAsync(400, 10, "bad parameter");
        }

        AccessToken token;
        string secret;
        lock (_lock)
        {
            var user = server.Users.Get(userName);
            if (user.Tokens.Any(t => t.Name == name))
            {
                return request.ErrorAsync(409, 409, "conflict");
            }

            var id = user.Tokens.Select(static t => t.Id).DefaultIfEmpty(0).Max() + 1;
            (token, secret) = AccessToken.Create(id, userName, name, validUntil, now.ToUnixTimeSeconds());
            server.Users.Put(user with { Tokens = [.. user.Tokens, token] });
        }

        // The only time that anybody sees it.
        var answer = token.ToAnswer(now);
        answer["token"] = secret;
        return request.JsonAsync(200, answer);
    }

    private Task DeleteAsync(ServerRequest request, string userName, string id)
    {
        lock (_lock)
        {
            var user = server.Users.Get(userName);
            if (!user.Tokens.Any(t => t.Id.ToString(CultureInfo.InvariantCulture) == id))
            {
                return request.ErrorAsync(404, 404, "not found");
            }

            server.Users.Put(user with { Tokens = [.. user.Tokens.Where(t => t.Id.ToString(CultureInfo.InvariantCulture) != id)] });
        }

        request.Context.Response.StatusCode = 200;
        request.Context.Response.ContentType = "text/plain";
        request.Context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
