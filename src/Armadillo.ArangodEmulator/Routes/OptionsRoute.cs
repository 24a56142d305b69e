using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Options;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>The startup options in effect, for those whom --server.options-api names; a few of them for everybody.</summary>
internal sealed class OptionsRoute(ServerContext server) : IRoute
{
    private const string All = "/_admin/options";
    private const string Public = "/_admin/options-public";

    private static readonly string[] _public =
    [
        "cluster.api-jwt-policy", "cluster.max-number-of-shards", "cluster.max-replication-factor", "cluster.min-replication-factor",
        "database.extended-names", "server.session-timeout",
    ];

    public IEnumerable<string> Paths => [All, Public];

    public Task HandleAsync(ServerRequest request)
    {
        if (!request.IsGet)
        {
            return request.MethodNotAllowedAsync();
        }

        if (request.Matched == All && !IsAllowed(request))
        {
            return request.ForbiddenAsync();
        }

        var names = request.Matched == All ? server.Options.Table.Names.Where(static n => !n.StartsWith(OptionDefinition.EmulatorSection, StringComparison.Ordinal)) : _public;
        return request.JsonAsync(200, new JsonObject(names.Order(StringComparer.Ordinal).Select(n => KeyValuePair.Create(n, Value(n)))));
    }

    private bool IsAllowed(ServerRequest request) => server.Options.Text("server.options-api") switch
    {
        "public" => true,
        "admin" => request.Identity.IsAdmin,
        "jwt" => request.Identity.IsSuperuser,
        _ => false,
    };

    private JsonNode? Value(string name) => server.Options.Table.Find(name)!.Type switch
    {
        OptionType.Boolean => server.Options.Flag(name),
        OptionType.Text => server.Options.Text(name),
        OptionType.TextList => new JsonArray([.. server.Options.List(name).Select(static v => (JsonNode)v)]),
        OptionType.Double => server.Options.Double(name),
        _ => OptionNumbers.TryInteger(server.Options.Text(name), out var number) ? JsonValue.Create(number) : null,
    };
}
