using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Fixtures;

namespace Armadillo.Testing.ArangoDb.Aftercare;

/// <summary>Clears the failure points of a test, and waits until cluster and agency have got over what was done to their members.</summary>
internal sealed class ArangoAftercare(ArangoTopologies topologies) : ITestAftercare
{
    public Task<IReadOnlyList<string>> TakeBackAsync(CancellationToken cancellationToken) => topologies.Current.Points.TakeBackAsync(cancellationToken);

    public async Task WaitUntilHealedAsync(CancellationToken cancellationToken)
    {
        switch (topologies.Current)
        {
            case ArangoCluster cluster:
                await cluster.Agency.WaitForLeaderAsync(null, cancellationToken).ConfigureAwait(false);
                await cluster.WaitUntilHealthyAsync(null, cancellationToken).ConfigureAwait(false);
                break;
            case ArangoAgency agency:
                await agency.Agency.WaitForLeaderAsync(null, cancellationToken).ConfigureAwait(false);
                break;
        }
    }
}
