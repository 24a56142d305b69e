using System.Globalization;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Storage;

/// <summary>--database.directory: created when missing, locked while the server lives, remembers the server's id.</summary>
internal sealed class DataDirectory : IDisposable
{
    private const string Topic = "general";

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    public static DataDirectory Open(string path, string requiredState)
    {
        if (path.Length == 0)
        {
            throw new FatalException(LogIds.Unknown, Topic, "no database path has been supplied, giving up, please use the '--database.directory' option");
        }

        path = System.IO.Path.GetFullPath(path);
        CheckState(path, requiredState);
        Directory.CreateDirectory(path);
        return new DataDirectory(path, Lock(path));
    }

    public string FileName(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Records the version that last used the directory, in the form of arangod's VERSION file.</summary>
    public void WriteVersion() => File.WriteAllText(
        FileName("VERSION"),
        string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{Product.VersionNumber},\"tasks\":{{}}}}"));

    public void Dispose() => _lock.Dispose();

    private static void CheckState(string path, string required)
    {
        var exists = Directory.Exists(path);
        var empty = !exists || !Directory.EnumerateFileSystemEntries(path).Any();
        var wrong = required switch
        {
            "non-existing" => exists,
            "existing" => !exists,
            "empty" => !exists || !empty,
            "populated" => empty,
            _ => false,
        };
        if (wrong)
        {
            throw new FatalException(
                LogIds.Unknown, Topic, $"database directory '{path}' is not in the state that was asked for: '{required}'", ExitCodes.Failed);
        }
    }

    private static FileStream Lock(string path)
    {
        var name = System.IO.Path.Combine(path, "LOCK");
        FileStream stream;
        try
        {
            // Opening takes a shared lock already and fails against the exclusive one of another server.
            stream = new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException)
        {
            throw Locked(name);
        }

        if (NativeCalls.FileLock((int)stream.SafeFileHandle.DangerousGetHandle(), NativeCalls.LockExclusiveNoWait) != 0)
        {
            stream.Dispose();
            throw Locked(name);
        }

        stream.SetLength(0);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        stream.Flush();
        return stream;
    }

    private static FatalException Locked(string name) =>
        new(LogIds.Unknown, Topic, $"database is locked by another process, lock file '{name}'", ExitCodes.CouldNotLock);
}
