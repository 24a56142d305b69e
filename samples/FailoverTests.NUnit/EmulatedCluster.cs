using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.NUnit;

namespace FailoverTests;

/// <summary>The shape that these tests need: one method to override. The emulator runs unless ARMADILLO_ARANGOD or armadillo.json name another server.</summary>
public sealed class EmulatedCluster : ClusterFixture
{
    protected override ClusterSpec Configure(ClusterSpec spec) => spec with
    {
        Server = spec.Server ?? ArangodServer.Emulator(),
        DbServers = 3,
        Coordinators = 2,
        Timing = new AgencyTiming { SupervisionOkThreshold = TimeSpan.FromSeconds(2), SupervisionGracePeriod = TimeSpan.FromSeconds(4) },
    };
}
