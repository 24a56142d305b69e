using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>POST /_open/auth: a token for a name and a password.</summary>
internal sealed class OpenAuthRoute(ServerContext server) : IRoute
{
    public IEnumerable<string> Paths => ["/_open/auth"];

    public async Task HandleAsync(ServerRequest request)
    {
        if (!server.Authenticator.Enabled)
        {
            await request.UnknownPathAsync();
        }
        else if (request.Method != "POST")
        {
            await request.MethodNotAllowedAsync();
        }
        else if (await request.ReadJsonAsync() is not JsonObject body
            || body["username"] is not JsonValue u || !u.TryGetValue<string>(out var user)
            || body["password"] is not JsonValue p || !p.TryGetValue<string>(out var password))
        {
            await request.ErrorAsync(400, 400, "invalid JSON");
        }
        else if (!await server.Authenticator.AcceptsPasswordAsync(user, password, request.Aborted))
        {
            await request.ErrorAsync(401, 401, "Wrong credentials");
        }
        else
        {
            var lifetime = server.Options.Seconds("server.session-timeout");
            await request.JsonAsync(200, new JsonObject { ["jwt"] = server.Tokens.SignUser(user, lifetime) });
        }
    }
}
