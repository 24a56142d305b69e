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

    /// <summary>Says that the changes of queues have been seen, as its holder does first a while after it has taken the place.</summary>
    /// <param name="agency">The agency.</param>
    /// <param name="seen">What the key holds: nothing yet, true after a change, or false.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task ServeQueuesAsync(AgencyClient agency, JsonNode? seen, CancellationToken cancellationToken)
    {
        if (seen is JsonValue value && value.TryGetValue<bool>(out var changed) && !changed)
        {
            return;
        }

        await agency.SetAsync("arango/Current/FoxxmasterQueueupdate", false, cancellationToken);
        await agency.WriteAsync(new JsonObject { ["arango/Current/Version"] = AgencyOperations.Increment() }, null, cancellationToken);
    }
}
