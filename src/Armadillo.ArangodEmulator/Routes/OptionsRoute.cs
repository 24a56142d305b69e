using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Options;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>/_admin/options and options-public: what the server was started with; who may ask says --server.options-api.</summary>
internal sealed class OptionsRoute(ServerContext server) : IRoute
{
    private static readonly string[] _secret = ["database.password", "server.jwt-secret"];

    private static readonly string[] _public =
    [
        "database.extended-names", "cluster.min-replication-factor", "cluster.max-replication-factor", "cluster.max-number-of-shards",
        "cluster.api-jwt-policy", "server.session-timeout",
    ];

    public IEnumerable<string> Paths => ["/_admin/options", "/_admin/options-description", "/_admin/options-public"];

    public Task HandleAsync(ServerRequest request)
    {
        if (!request.IsGet)
        {
            return request.MethodNotAllowedAsync();
        }

        if (request.Matched.EndsWith("public", StringComparison.Ordinal))
        {
            return request.JsonAsync(200, Values(_public));
        }

        var allowed = request.Database == "_system" && server.Options.Text("server.options-api") switch
        {
            "disabled" => false,
            "jwt" => request.Identity.IsSuperuser,
            "admin" => request.Identity.IsAdmin,
            _ => true,
        };
        if (!allowed)
        {
            return request.ForbiddenAsync();
        }

        return request.Matched.EndsWith("description", StringComparison.Ordinal)
            ? request.NotEmulatedAsync()
            : request.JsonAsync(200, Values(server.Options.Table.Names.Order(StringComparer.Ordinal).Except(_secret)));
    }

    private JsonObject Values(IEnumerable<string> names)
    {
        var values = new JsonObject();
        foreach (var name in names)
        {
            if (server.Options.Table.Find(name) is { Obsolete: false, IsEmulatorOnly: false } definition)
            {
                values[name] = Value(definition);
            }
        }

        return values;
    }

    private JsonNode Value(OptionDefinition definition)
    {
        var text = server.Options.Text(definition.Name);
        return definition.Type switch
        {
            OptionType.Boolean => server.Options.Flag(definition.Name),
            OptionType.Text => text,
            OptionType.TextList => new JsonArray([.. server.Options.List(definition.Name).Select(static t => (JsonNode)t)]),
            OptionType.Double => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0,
            _ => OptionNumbers.TryInteger(text, out var integer) ? integer : 0,
        };
    }
}
