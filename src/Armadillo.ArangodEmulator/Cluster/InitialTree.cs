using System.Reflection;
using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>The tree that the first server of a cluster writes into a fresh agency.</summary>
internal static class InitialTree
{
    public static async Task EnsureAsync(AgencyClient agency, CancellationToken cancellationToken)
    {
        var seen = await agency.ReadAsync(cancellationToken, "/arango/InitDone");
        if (seen.At("arango", "InitDone") is not null)
        {
            return;
        }

        // Another server may be writing the same: then the precondition fails, and that is as good.
        await agency.WriteAsync(
            new JsonObject { ["arango/"] = AgencyOperations.Set(Fresh()) },
            new JsonObject { ["arango/Plan"] = AgencyOperations.Absent() },
            cancellationToken);
    }

    private static JsonNode Fresh()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("agency-initial-tree.json")!;
        var tree = JsonNode.Parse(stream)!["arango"]!.DeepClone();
        tree["Cluster"] = Guid.NewGuid().ToString("D");
        return tree;
    }
}
