using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>What a DB server tells the agency about its storage with each heartbeat.</summary>
internal static class StorageHealth
{
    /// <summary>Null when nothing can be said.</summary>
    public static JsonObject? Of(string dataDirectory)
    {
        try
        {
            var disk = new DriveInfo(dataDirectory);
            return new JsonObject
            {
                ["status"] = "GOOD",
                ["backgroundError"] = false,
                ["freeDiskSpaceBytes"] = disk.AvailableFreeSpace,
                ["freeDiskSpacePercent"] = disk.TotalSize == 0 ? 0 : (double)disk.AvailableFreeSpace / disk.TotalSize,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
