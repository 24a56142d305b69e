using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Http.Garbage;

public sealed class CoordinatorGarbageTests(CoordinatorGarbageTests.Deployment deployment)
    : GarbageTests, IClassFixture<CoordinatorGarbageTests.Deployment>
{
    protected override int Port => deployment.Port;

    protected override (string Method, string Path) Json => ("POST", "/_admin/cluster/cancelAgencyJob");

    internal override EmulatorProcess Process => deployment.Coordinator;

    public sealed class Deployment : IAsyncLifetime
    {
        private readonly TestCluster _cluster = new();

        public int Port => _cluster.Port("coordinator");

        internal EmulatorProcess Coordinator => _cluster["coordinator"];

        public async Task InitializeAsync()
        {
            string[] open = ["--server.authentication", "false"];
            _cluster.StartAgent("agent", open);
            _cluster.StartDbServer("db1", open);
            _cluster.StartDbServer("db2", open);
            await _cluster.StartCoordinator("coordinator", open).WaitUntilReadyAsync();
        }

        public async Task DisposeAsync() => await _cluster.DisposeAsync();
    }
}
