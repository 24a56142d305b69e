using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Diagnosis;

/// <summary>
/// /_admin/cluster/agencyDiagnosis: what is wrong in the agency's tree. The checks and the names in the answer are those of arangod's
/// source; what is said about a finding is the emulator's own text.
/// </summary>
internal static class AgencyDiagnosis
{
    private static readonly (string Test, string Key, Func<ObjectValue, DateTimeOffset, IEnumerable<string>> Findings)[] _tests =
    [
        ("DuplicateCollectionNames", "duplicateCollectionNames", static (tree, _) => PlanFindings.DuplicateNames(tree)),
        ("UnhealthyShardLeaders", "unhealthyShardLeaders", static (tree, _) => PlanFindings.UnhealthyLeaders(tree)),
        ("DistributeShardsLikeInconsistencies", "distributeShardsLikeInconsistencies", static (tree, _) => PlanFindings.UnlikeShards(tree)),
        ("StalePendingJobs", "stalePendingJobs", StaleJobs.Find),
        ("InvalidSchemas", "invalidSchemas", static (tree, _) => SchemaFindings.Find(tree)),
    ];

    public static async Task HandleAsync(ServerRequest request, ClusterMember cluster)
    {
        if (!request.Identity.IsAdmin)
        {
            await request.ForbiddenAsync(errorNum: 403);
        }
        else if (request.Method == "POST" || (request.IsGet && request.QueryFlag("strict")))
        {
            // What a strict reader takes offence at, and what may be posted, is not known.
            await request.NotEmulatedAsync();
        }
        else if (!request.IsGet)
        {
            await request.MethodNotAllowedAsync();
        }
        else
        {
            await cluster.Cache.RefreshAsync(request.Aborted);
            await request.ResultAsync(new JsonObject
            {
                ["diagnosis"] = Diagnose(cluster.Cache.Now.Tree, cluster.Time.GetUtcNow()),
                ["error"] = false,
                ["errorMessage"] = "",
            });
        }
    }

    /// <param name="tree">What stands below /arango.</param>
    /// <param name="now">The present time.</param>
    public static JsonObject Diagnose(ObjectValue tree, DateTimeOffset now)
    {
        var (diagnosis, good, bad) = (new JsonObject(), new JsonArray(), new JsonArray());
        foreach (var (test, key, find) in _tests)
        {
            var findings = find(tree, now).ToList();
            if (findings.Count == 0)
            {
                good.Add((JsonNode)$"{test}_GOOD");
            }
            else
            {
                bad.Add((JsonNode)$"{test}_BAD");
                diagnosis[key] = string.Concat(findings.Select(static f => $"{f}\n"));
            }
        }

        diagnosis["goodTests"] = good;
        diagnosis["badTests"] = bad;
        return diagnosis;
    }
}
