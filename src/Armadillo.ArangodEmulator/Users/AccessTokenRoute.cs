using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Users;

/// <summary>/_api/token: the access tokens of a user.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Lives as long as the server, and never makes a handle that would have to be closed.")]
internal sealed class AccessTokenRoute(ServerContext server) : IRoute
{
    private readonly SemaphoreSlim _changing = new(1, 1);

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

    private async Task CreateAsync(ServerRequest request, string userName, JsonObject body)
    {
        var now = server.Time.GetUtcNow();
        var name = body["name"] is JsonValue n && n.TryGetValue<string>(out var text) ? text : "";
        var validUntil = body["valid_until"] is JsonValue v && v.TryGetValue<double>(out var end) ? (long)end : 0;
        if (name.Length == 0 || validUntil <= now.ToUnixTimeSeconds())
        {
            await request.ErrorAsync(400, 10, "bad parameter");
            return;
        }

        await _changing.WaitAsync(request.Aborted);
        try
        {
            var user = server.Users.Get(userName);
            if (user.Tokens.Any(t => t.Name == name))
            {
                await request.ErrorAsync(409, 409, "conflict");
                return;
            }

            var id = user.Tokens.Select(static t => t.Id).DefaultIfEmpty(0).Max() + 1;
            var (token, secret) = AccessToken.Create(id, userName, name, validUntil, now.ToUnixTimeSeconds());
            await server.Users.PutAsync(user with { Tokens = [.. user.Tokens, token] }, request.Aborted);

            // The only time that anybody sees it.
            var answer = token.ToAnswer(now);
            answer["token"] = secret;
            await request.JsonAsync(200, answer);
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task DeleteAsync(ServerRequest request, string userName, string id)
    {
        await _changing.WaitAsync(request.Aborted);
        try
        {
            var user = server.Users.Get(userName);
            if (user.Tokens.FirstOrDefault(t => t.Id.ToString(CultureInfo.InvariantCulture) == id) is not { } token)
            {
                await request.ErrorAsync(404, 404, "not found");
                return;
            }

            await server.Users.PutAsync(user with { Tokens = [.. user.Tokens.Where(t => t != token)] }, request.Aborted);
            request.Context.Response.StatusCode = 200;
            request.Context.Response.ContentType = "text/plain";
            request.Context.Response.ContentLength = 0;
        }
        finally
        {
            _changing.Release();
        }
    }
}
