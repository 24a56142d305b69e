using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>/_admin/server/jwt, tls and encryption: fingerprints of what is in use, and reading it again.</summary>
internal sealed class SecretsRoute(ServerContext server) : IRoute
{
    public IEnumerable<string> Paths => ["/_admin/server/jwt", "/_admin/server/tls", "/_admin/server/encryption"];

    public Task HandleAsync(ServerRequest request)
    {
        if (request.Suffixes.Length > 0)
        {
            return request.ErrorAsync(404, 404, "expecting /_admin/server/<command>");
        }

        return request.Matched switch
        {
            "/_admin/server/jwt" => AnswerAsync(request, getNeedsSuperuser: true, server.Secrets.Reload, Jwt),
            "/_admin/server/tls" => AnswerAsync(request, getNeedsSuperuser: false, server.Tls.Reload, server.Tls.Describe),
            _ => EncryptionAsync(request),
        };
    }

    private Task EncryptionAsync(ServerRequest request) => server.State.Role == ServerRole.Coordinator || !server.Encryption.CanRotate
        ? request.ErrorAsync(404, 404, "encryption key rotation is not enabled")
        : AnswerAsync(request, getNeedsSuperuser: true, server.Encryption.Reload, Encryption);

    private static async Task AnswerAsync(ServerRequest request, bool getNeedsSuperuser, Action reload, Func<JsonObject> describe)
    {
        var reloads = request.Method == "POST";
        if (!request.IsGet && !reloads)
        {
            await request.MethodNotAllowedAsync();
            return;
        }

        if (!request.Identity.IsSuperuser && (reloads || getNeedsSuperuser))
        {
            await request.ForbiddenAsync("only superusers may access the secrets of the server");
            return;
        }

        if (reloads)
        {
            try
            {
                reload();
            }
            catch (FatalException e)
            {
                // What ends a start must not end a running server: it keeps what it has.
                await request.ErrorAsync(500, 4, e.Message);
                return;
            }
        }

        await request.OkAsync(new JsonObject { ["result"] = describe() });
    }

    private JsonObject Jwt()
    {
        var all = server.Secrets.All.Select(static key => (JsonNode)Fingerprint(key.Fingerprint)).ToArray();
        return new JsonObject { ["active"] = all[0], ["passive"] = new JsonArray([.. all[1..]]) };
    }

    private JsonObject Encryption() => new()
    {
        ["encryption-keys"] = new JsonArray(
            [.. server.Encryption.All.Select(static key => (JsonNode)Fingerprint(Convert.ToHexStringLower(SHA256.HashData(key))))]),
    };

    private static JsonObject Fingerprint(string sha256) => new() { ["sha256"] = sha256 };
}
