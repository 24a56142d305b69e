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
    /// <returns>The answer; null without a server to ask, without the route, and when its database is gone.</returns>
    public static async Task<JsonNode?> AskAsync(ArangoTopology topology, string path, CancellationToken cancellationToken)
    {
        if (Of(topology) is not { } server)
        {
            return null;
        }

        var answer = await server.SendAsync(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false);
        return answer.Status switch
        {
            404 or 501 => null,
            >= 200 and <= 299 when answer.Json is not null => answer.Json,
            _ => throw new ArangoRequestException($"GET {path} at {server.Name}: {answer}") { Response = answer },
        };
    }

    /// <summary>Asks for what an answer has below <c>result</c>.</summary>
    public static async Task<IEnumerable<JsonNode>> ListAsync(ArangoTopology topology, string path, CancellationToken cancellationToken) =>
        Objects(await AskAsync(topology, path, cancellationToken).ConfigureAwait(false), "result");

    /// <summary>The entries of a list in an answer.</summary>
    public static IEnumerable<JsonNode> Objects(JsonNode? answer, string name) => (answer?[name] as JsonArray)?.OfType<JsonNode>() ?? [];

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
