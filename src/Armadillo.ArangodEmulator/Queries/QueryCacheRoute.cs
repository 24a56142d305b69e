using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>/_api/query-cache and /_api/query-plan-cache: nothing is ever kept, and with the caches off, as by default, arangod keeps nothing either.</summary>
internal sealed class QueryCacheRoute(ServerContext server) : IRoute
{
    private const string Results = "/_api/query-cache";
    private const string Plans = "/_api/query-plan-cache";

    public IEnumerable<string> Paths => [Results, Plans];

    public Task HandleAsync(ServerRequest request) => (request.Method, request.Matched, request.Suffixes) switch
    {
        ("GET", Results, ["entries"]) or ("GET", Plans, []) => request.JsonAsync(200, new JsonArray()),
        ("DELETE", _, []) => request.OkAsync(),
        ("GET", Results, ["properties"]) => request.JsonAsync(200, Properties()),
        _ => request.NotEmulatedAsync(),
    };

    private JsonObject Properties() => new()
    {
        ["mode"] = server.Options.Text("query.cache-mode"),
        ["maxResults"] = server.Options.Number("query.cache-entries"),
        ["maxResultsSize"] = server.Options.Number("query.cache-entries-max-size"),
        ["maxEntrySize"] = server.Options.Number("query.cache-entry-max-size"),
        ["includeSystem"] = server.Options.Flag("query.cache-include-system-collections"),
    };
}
