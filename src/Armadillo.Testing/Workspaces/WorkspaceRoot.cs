using System.Globalization;

namespace Armadillo.Testing.Workspaces;

/// <summary>Where workspaces are made, and where abandoned ones of dead test hosts are swept.</summary>
internal sealed class WorkspaceRoot(string? directory, Retention retention, TimeProvider time)
{
    private const string Prefix = "armadillo-";
    private readonly string _directory = Path.GetFullPath(directory ?? Path.GetTempPath());
    private int _swept;

    /// <summary>Creates the directory of one topology, readable by its user only.</summary>
    /// <exception cref="WorkspaceException">The root cannot be written to.</exception>
    public Workspace Create(string topologyName)
    {
        if (Interlocked.Exchange(ref _swept, 1) == 0)
        {
            Sweep();
        }

        var stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var unique = Guid.NewGuid().ToString("N")[..6];
        var path = Path.Combine(_directory, $"{Prefix}{SafeName.From(topologyName)}-{stamp}-{unique}");
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            WorkspaceOwner.Claim(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException(
                $"No workspace can be made in '{_directory}' ({e.Message}). Set the option RootDirectory to a directory that can be written to.", e);
        }

        return new Workspace(path, retention);
    }

    /// <summary>Deletes what dead test hosts left behind. A directory that resists is left to the next run.</summary>
    private void Sweep()
    {
        if (!Directory.Exists(_directory))
        {
            return;
        }

        foreach (var candidate in Directory.EnumerateDirectories(_directory, Prefix + "*"))
        {
            if (!WorkspaceOwner.IsAbandoned(candidate))
            {
                continue;
            }

            try
            {
                Directory.Delete(candidate, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }
    }
}
