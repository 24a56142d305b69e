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

    /// <param name="path">--database.directory.</param>
    /// <param name="requiredState">--database.required-directory-state.</param>
    /// <param name="mustBeNew">--database.init-database: refuses a directory that a server has used.</param>
    public static DataDirectory Open(string path, string requiredState, bool mustBeNew)
    {
        if (path.Length == 0)
        {
            throw new FatalException(LogIds.Unknown, Topic, "no database path has been supplied, giving up, please use the '--database.directory' option");
        }

        path = System.IO.Path.GetFullPath(path);
        CheckState(path, requiredState);
        if (mustBeNew && new VersionFile(System.IO.Path.Combine(path, VersionFile.Name)).Exists)
        {
            throw new FatalException("a38e6", Topic, "database already initialized, refusing to initialize it again", ExitCodes.DatabaseNotEmpty);
        }

        Directory.CreateDirectory(path);
        return new DataDirectory(path, Lock(path));
    }

    public string FileName(string name) => System.IO.Path.Combine(Path, name);

    public VersionFile Version => new(FileName(VersionFile.Name));

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
