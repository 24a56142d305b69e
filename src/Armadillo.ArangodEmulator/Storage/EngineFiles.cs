using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Storage;

/// <summary>What a data directory says about its storage engine: the file ENGINE, and table files that a real server has left.</summary>
internal static class EngineFiles
{
    // The last eight bytes of every table file of RocksDB.
    private const ulong TableMagic = 0x88e241b785f4cff7;

    public static void CheckEngine(DataDirectory directory)
    {
        var file = directory.FileName("ENGINE");
        if (!File.Exists(file))
        {
            File.WriteAllText(file, Product.Engine);
            return;
        }

        switch (File.ReadAllText(file).Trim())
        {
            case Product.Engine:
                break;
            case "mmfiles":
                throw new FatalException(
                    "10eb6", "startup", "the mmfiles storage engine is unavailable from version v3.7.0 onwards", ExitCodes.UnsupportedStorageEngine);
            case var other:
                throw new FatalException(
                    "3e975", "startup", $"unable to determine storage engine '{other}'", ExitCodes.UnsupportedStorageEngine);
        }
    }

    /// <summary>--rocksdb.verify-sst.</summary>
    public static void VerifyTables(DataDirectory directory, IServerLog log)
    {
        var path = directory.FileName("engine-rocksdb");
        foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path, "*.sst") : [])
        {
            if (!IsTable(file))
            {
                throw new FatalException(LogIds.Unknown, "startup", $"invalid .sst file '{file}'", ExitCodes.SstFileCheck);
            }
        }

        log.Info(LogIds.Unknown, "startup", $"verification of RocksDB .sst files in path {path} completed successfully");
    }

    private static bool IsTable(string file)
    {
        using var stream = File.OpenRead(file);
        var last = new byte[sizeof(ulong)];
        if (stream.Length < last.Length)
        {
            return false;
        }

        stream.Seek(-last.Length, SeekOrigin.End);
        stream.ReadExactly(last);
        return BitConverter.ToUInt64(last) == TableMagic;
    }
}
