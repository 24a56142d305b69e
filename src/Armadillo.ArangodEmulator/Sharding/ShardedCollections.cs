using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>The collections of a cluster, as a coordinator finds them in the plan.</summary>
internal sealed class ShardedCollections(ServerContext server) : ICollections
{
    public async ValueTask<IDocuments> FindAsync(string database, string name, CancellationToken cancellationToken)
    {
        var cluster = server.Cluster ?? throw new DataError(503, 503, "service unavailable due to startup");
        return new ShardedDocuments(cluster, await cluster.Plan.GetAsync(database, name, cancellationToken));
    }
}
