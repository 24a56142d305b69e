using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Metrics;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Storage;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Support;

/// <summary>This server, its process and its machine, with the keys and their order as recorded.</summary>
internal sealed class HostInfo(ServerContext server)
{
    private readonly long _startedAt = server.Time.GetTimestamp();
    private readonly ProcessorUse _processor = new();

    public JsonObject ToJson()
    {
        var state = server.State;
        var host = new JsonObject();
        if (server.Cluster is { } cluster)
        {
            host["id"] = state.Id;
            host["alias"] = cluster.Cache.Now.Tree.TextAt($"Target/MapUniqueToShortID/{state.Id}/ShortName") ?? "";
            host["endpoint"] = state.Address;
        }

        host["role"] = state.Role.Name();
        host["maintenance"] = state.Mode != ServerMode.Default;
        host["readOnly"] = state.ReadOnly;
        host["version"] = Product.ServerVersion;
        host["build"] = Product.EmulatorName;
        host["license"] = Product.License;
        host["os"] = File.ReadAllText("/proc/version").Trim();
        host["platform"] = "linux";
        host["physicalMemory"] = Detected(Machine.PhysicalMemory, Machine.PhysicalMemoryIsOverridden);
        host["numberOfCores"] = Detected(Machine.NumberOfCores, Machine.NumberOfCoresIsOverridden);
        host["processStats"] = Process();
        host["cpuStats"] = Processor();
        if (state.Role != ServerRole.Coordinator)
        {
            host["engineStats"] = Engine();
        }

        return host;
    }

    private static JsonObject Detected(long value, bool overridden) => new() { ["value"] = value, ["overridden"] = overridden };

    private JsonObject Process()
    {
        var figures = ProcessFigures.Read();
        return new JsonObject
        {
            ["processUptime"] = server.Time.GetElapsedTime(_startedAt).TotalSeconds,
            ["numberOfThreads"] = figures.Threads,
            ["virtualSize"] = figures.VirtualBytes,
            ["residentSetSize"] = figures.ResidentBytes,

            // The spelling of the server.
            ["fileDescrtors"] = Directory.GetFileSystemEntries("/proc/self/fd").Length,
            ["fileDescrtorsLimit"] = NativeCalls.OpenFilesLimits().Soft,
        };
    }

    private JsonObject Processor()
    {
        var use = _processor.Take();
        return new JsonObject
        {
            ["userPercent"] = use.User,
            ["systemPercent"] = use.System,
            ["idlePercent"] = use.Idle,
            ["iowaitPercent"] = use.Waiting,
        };
    }

    /// <summary>There are no caches and no table files, so nothing is in them; the keys are the documents.</summary>
    private JsonObject Engine()
    {
        var stats = new JsonObject { ["cache.limit"] = 0, ["cache.allocated"] = 0 };
        if (server.State.Role != ServerRole.Agent)
        {
            lock (server.Data.Gate)
            {
                var documents = server.Data.Names.SelectMany(n => server.Data.Get(n).Collections).SelectMany(static c => c.Documents).ToList();
                stats["rocksdb.estimate-num-keys"] = documents.Count;
                stats["rocksdb.estimate-live-data-size"] = documents.Sum(static d => d.ToJsonString().Length);
            }
        }

        stats["rocksdb.live-sst-files-size"] = 0;
        stats["rocksdb.block-cache-capacity"] = 0;
        stats["rocksdb.block-cache-usage"] = 0;
        var disk = new DriveInfo(server.DataDirectory);
        stats["rocksdb.free-disk-space"] = disk.AvailableFreeSpace;
        stats["rocksdb.total-disk-space"] = disk.TotalSize;
        return stats;
    }
}
