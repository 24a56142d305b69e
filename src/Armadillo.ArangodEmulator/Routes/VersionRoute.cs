using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>Which server this is; any method, as arangod has it.</summary>
internal sealed class VersionRoute(ServerContext server) : IRoute
{
    public IEnumerable<string> Paths => ["/_api/version", "/_admin/version"];

    public Task HandleAsync(ServerRequest request)
    {
        var body = new JsonObject { ["server"] = "arango", ["license"] = Product.License };
        if (request.Identity.IsAdmin || !server.Options.Flag("server.harden"))
        {
            body["version"] = Product.ServerVersion;
            body["apiVersions"] = new JsonArray("v0");
            body["deprecatedApiVersions"] = new JsonArray();
            body["requestedApiVersion"] = "v0";
        }

        if (request.QueryFlag("details") && request.Identity.IsAdmin)
        {
            var details = Product.Details(
                server.Options.Flag("emulator.failure-tests"),
                server.Options.Text("emulator.sanitizer-report"),
                server.Options.Text(Product.ReplicationVersionOption) == "2");
            details["mode"] = "server";
            details["role"] = server.State.Role.Name();
            details["host"] = HostIdentity.Name;
            body["details"] = details;
        }

        return request.JsonAsync(200, body);
    }
}
