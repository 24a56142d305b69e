namespace Armadillo.Testing.Workspaces;

/// <summary>The directory of one topology. Belongs to one process, which its owner file names.</summary>
public sealed class Workspace
{
    private readonly Retention _retention;
    private bool _deleted;

    internal Workspace(string directory, Retention retention)
    {
        Directory = directory;
        _retention = retention;
    }

    /// <summary>Full path.</summary>
    public string Directory { get; }

    /// <summary>Why the directory is kept although the run ended; <see langword="null"/> while nothing asks for it.</summary>
    public string? KeptBecause { get; private set; }

    /// <summary>Creates the directories of one instance: data, tmp and log.</summary>
    internal InstanceDirectories CreateInstance(string name)
    {
        var root = Path.Combine(Directory, SafeName.From(name));
        var directories = new InstanceDirectories(root);
        System.IO.Directory.CreateDirectory(directories.Data);
        System.IO.Directory.CreateDirectory(directories.Temporary);
        System.IO.Directory.CreateDirectory(directories.Log);
        return directories;
    }

    /// <summary>Asks to keep the directory. The first reason is remembered.</summary>
    /// <param name="reason">For the message, for example <c>dbserver-1 crashed</c>.</param>
    public void Keep(string reason) => KeptBecause ??= reason;

    /// <summary>Deletes the directory although something asked to keep it: what it told is known and dealt with.</summary>
    internal void Discard()
    {
        if (_retention != Retention.Keep && System.IO.Directory.Exists(Directory))
        {
            System.IO.Directory.Delete(Directory, recursive: true);
            _deleted = true;
        }
    }

    /// <summary>Deletes the directory, or keeps it and marks it so that no later run sweeps it.</summary>
    /// <returns>Whether it is gone.</returns>
    internal bool Release()
    {
        if (_deleted)
        {
            return true;
        }

        var keep = _retention switch
        {
            Retention.Keep => KeptBecause ?? "asked for by the option Retention",
            Retention.Delete => null,
            _ => KeptBecause,
        };
        if (keep is not null)
        {
            KeptBecause = keep;
            WorkspaceOwner.MarkKept(Directory, keep);
            return false;
        }

        System.IO.Directory.Delete(Directory, recursive: true);
        return _deleted = true;
    }
}
