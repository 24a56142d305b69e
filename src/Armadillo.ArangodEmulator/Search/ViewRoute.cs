using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Search;

/// <summary>/_api/view: there are none, and none can be made.</summary>
internal sealed class ViewRoute(ServerContext server) : DataRoute(server)
{
    public override IEnumerable<string> Paths => ["/_api/view"];

    protected override Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body) => (request.Method, request.Suffixes) switch
    {
        ("GET" or "HEAD", []) => Task.FromResult(Reply.Ok(new JsonObject { ["result"] = new JsonArray() })),
        ("GET" or "HEAD", [_] or [_, "properties"]) => throw DataError.NoCollection(),
        ("DELETE", [_]) => throw DataError.NoCollection(),
        ("PUT" or "PATCH", [_, "properties"]) => throw DataError.NoCollection(),
        ("PUT", [_, "rename"]) => throw DataError.NoCollection(),
        _ => throw NotHere(request),
    };
}
