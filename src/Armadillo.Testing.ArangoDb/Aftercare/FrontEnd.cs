using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Http;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Instances;

namespace Armadillo.Testing.ArangoDb.Aftercare;

/// <summary>The server that is asked about the data of a topology: its first coordinator that runs, or the single server.</summary>
internal static class FrontEnd
{
    /// <returns>The server; null for an agency, and while none runs.</returns>
    public static ArangoServer? Of(ArangoTopology topology) => topology.Servers.FirstOrDefault(
        s => s.Role is ArangoRole.Coordinator or ArangoRole.SingleServer && s.State == InstanceState.Running);

    /// <summary>Asks for a list; a server that does not have the route at all has nothing to list.</summary>
    public static async Task<JsonArray> ListAsync(ArangoTopology topology, string path, CancellationToken cancellationToken)
    {
        if (Of(topology) is not { } server)
        {
            return [];
        }

        var answer = await server.SendAsync(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false);
        return answer.Status switch
        {
            501 => [],
            >= 200 and <= 299 when answer.Json?["result"] is JsonArray list => list,
            _ => throw new ArangoRequestException($"GET {path} at {server.Name}: {answer}") { Response = answer },
        };
    }

    /// <summary>Changes something; what is gone already is as wanted.</summary>
    public static async Task ChangeAsync(ArangoTopology topology, HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        var server = Of(topology) ?? throw new ArangoRequestException("no coordinator runs");
        var answer = await server.SendAsync(method, path, body, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess && answer.Status != 404)
        {
            throw new ArangoRequestException($"{method} {path} at {server.Name}: {answer}") { Response = answer };
        }
    }
}
