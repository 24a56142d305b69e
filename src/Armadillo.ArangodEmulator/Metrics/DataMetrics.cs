using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Replication;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Metrics;

/// <summary>Databases, collections and shards, and the talk with the agency.</summary>
internal static class DataMetrics
{
    public static void Add(MetricsText text, ServerContext server)
    {
        // There are no transactions that could become so large.
        text.Add("arangodb_intermediate_commits_total", 0);
        if (server.Cluster is not { } cluster)
        {
            if (server.State.Role == ServerRole.Single)
            {
                AddLocal(text, server);
            }

            return;
        }

        text.Add("arangodb_agencycomm_request_time_msec", cluster.Agency.RequestTimes);
        text.Add("arangodb_heartbeat_failures_total", cluster.HeartbeatFailures);
        text.Add("arangodb_heartbeat_send_time_msec", cluster.HeartbeatTimes);
        if (server.State.Role == ServerRole.Coordinator)
        {
            AddPlanned(text, server, cluster);
        }
        else
        {
            AddShards(text, server, cluster);
        }
    }

    private static void AddLocal(MetricsText text, ServerContext server)
    {
        lock (server.Data.Gate)
        {
            text.Add("arangodb_metadata_number_of_databases", server.Data.Names.Count());
            text.Add("arangodb_metadata_number_of_collections", server.Data.Names.Sum(n => server.Data.Get(n).Collections.Count()));
        }
    }

    private static void AddPlanned(MetricsText text, ServerContext server, ClusterMember cluster)
    {
        var collections = cluster.Plan.All(cluster.Cache.Now.Tree).Where(static c => !c.IsBuilding).ToList();
        text.Add("arangodb_metadata_number_of_databases", server.Databases.Names.Count);
        text.Add("arangodb_metadata_number_of_collections", collections.Count);
        text.Add("arangodb_metadata_number_of_shards", collections.Sum(static c => c.Shards.Count));
    }

    private static void AddShards(MetricsText text, ServerContext server, ClusterMember cluster)
    {
        var shards = server.Shards.All.ToList();
        var led = shards.Where(static s => s.State.Duty is ShardDuty.Leader or ShardDuty.Resigned).ToList();
        text.Add("arangodb_shards_number", shards.Count);
        text.Add("arangodb_shards_leader_number", led.Count);
        text.Add("arangodb_shards_follower_number", shards.Count(static s => s.State.Duty == ShardDuty.Follower));

        // Measured by the plan, as the server does: a shard without planned followers lacks none.
        var planned = led.ToDictionary(
            static s => s, s => (cluster.Plan.Shard(s.Database, s.CollectionId, s.Name)?.Shard.Servers.Count ?? 1) - 1);
        text.Add("arangodb_shards_out_of_sync", planned.Count(static p => p.Key.State.Followers.Count < p.Value));
        text.Add("arangodb_shards_not_replicated", planned.Count(static p => p.Value > 0 && p.Key.State.Followers.Count == 0));
        text.Add("arangodb_dropped_followers_total", server.Shards.DroppedFollowers);
        text.Add("arangodb_refused_followers_total", server.Shards.RefusedFollowers);
    }
}
