using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;

namespace FailoverTests;

/// <summary>The shape that these tests need: one method to override. Without the line Server, the variable ARMADILLO_ARANGOD decides.</summary>
public sealed class EmulatedCluster(IMessageSink diagnosticMessages) : ClusterFixture(diagnosticMessages)
{
    protected override ClusterSpec Configure(ClusterSpec spec) => spec with
    {
        Server = Environment.GetEnvironmentVariable("ARMADILLO_ARANGOD") is null ? ArangodServer.Emulator() : null,
        DbServers = 3,
        Coordinators = 2,
        Timing = new AgencyTiming { SupervisionOkThreshold = TimeSpan.FromSeconds(2), SupervisionGracePeriod = TimeSpan.FromSeconds(4) },
    };
}
