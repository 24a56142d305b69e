using System.Globalization;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Storage;

/// <summary>--pid-file: refuses to start twice, removed at a clean end.</summary>
internal sealed class PidFile : IDisposable
{
    private readonly string _path;

    private PidFile(string path) => _path = path;

    public static PidFile? Write(string path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        if (File.Exists(path)
            && int.TryParse(File.ReadAllText(path).Trim(), CultureInfo.InvariantCulture, out var pid)
            && pid != Environment.ProcessId
            && NativeCalls.Kill(pid, 0) == 0)
        {
            throw new FatalException(
                LogIds.Unknown, "startup", $"pid-file '{path}' exists and server with pid {pid} is still running", ExitCodes.AlreadyRunning);
        }

        File.WriteAllText(path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        return new PidFile(path);
    }

    public void Dispose() => File.Delete(_path);
}
