using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>The DB servers of a cluster by what can be expected of them.</summary>
internal static class DbServers
{
    /// <summary>Those that are there and not given up by the supervision.</summary>
    public static IEnumerable<string> Available(ObjectValue tree)
    {
        var failed = tree.NodeAt("Target/FailedServers");
        return tree.NodeAt("Current/DBServers").Members.Keys
            .Where(id => !failed.Has(id) && tree.TextAt($"Supervision/Health/{id}/Status") != HealthRecord.Failed);
    }

    /// <summary>Where the server takes requests of others; null when it is not registered.</summary>
    public static string? Endpoint(ObjectValue tree, string id) => tree.TextAt($"Current/ServersRegistered/{id}/endpoint");
}
