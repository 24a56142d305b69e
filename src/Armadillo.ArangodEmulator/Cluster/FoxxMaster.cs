using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>The coordinator that runs the queues: whoever finds the place empty takes it.</summary>
internal static class FoxxMaster
{
    /// <param name="agency">The agency.</param>
    /// <param name="state">This server.</param>
    /// <param name="seen">The value that was found: null, {} or an empty string.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task TryBecomeAsync(AgencyClient agency, ServerState state, JsonNode? seen, CancellationToken cancellationToken)
    {
        var condition = seen is JsonValue ? AgencyOperations.Is("") : AgencyOperations.Absent();
        if (await agency.WriteAsync(
            new JsonObject { ["arango/Current/Foxxmaster"] = AgencyOperations.Set(state.Id) },
            new JsonObject { ["arango/Current/Foxxmaster"] = condition },
            cancellationToken))
        {
            state.FoxxMaster = state.Id;
        }
    }
}
