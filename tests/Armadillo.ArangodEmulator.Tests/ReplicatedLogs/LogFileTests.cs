using Armadillo.ArangodEmulator.Tests.Agency;
using Armadillo.ArangodEmulator.Tests.Cluster;

namespace Armadillo.ArangodEmulator.Tests.ReplicatedLogs;

public sealed class LogFileTests
{
    [Fact]
    public async Task What_is_left_of_a_log_that_was_dropped_while_its_server_was_down_is_gone_after_the_start()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        await cluster["db1"].KillAsync();
        var file = Path.Combine(cluster.DirectoryOf("db1"), "replicated-logs", "logs", "4711");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "");
        await cluster.RestartAsync("db1");
        await Eventually.True(() => !File.Exists(file));
    }
}
