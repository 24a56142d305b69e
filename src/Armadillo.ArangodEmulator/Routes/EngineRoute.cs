using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>GET /_api/engine, as recorded.</summary>
internal sealed class EngineRoute : IRoute
{
    private static readonly string[] _indexes =
        ["primary", "edge", "hash", "skiplist", "ttl", "persistent", "geo", "fulltext", "mdi", "mdi-prefixed", "inverted"];

    public IEnumerable<string> Paths => ["/_api/engine"];

    public Task HandleAsync(ServerRequest request)
    {
        if (!request.IsGet)
        {
            return request.MethodNotAllowedAsync();
        }

        return request.Suffixes.Length > 0 ? request.UnknownPathAsync() : request.JsonAsync(200, new JsonObject
        {
            ["name"] = Product.Engine,
            ["supports"] = new JsonObject
            {
                ["indexes"] = new JsonArray([.. _indexes.Select(static i => (JsonNode)i)]),
                ["aliases"] = new JsonObject
                {
                    ["indexes"] = new JsonObject { ["hash"] = "persistent", ["skiplist"] = "persistent", ["zkd"] = "mdi" },
                },
            },

            // The byte order of keys in the engine, not of the machine.
            ["endianness"] = "big",
        });
    }
}
