namespace Armadillo.Testing.Workspaces;

/// <summary>The directories of one instance.</summary>
/// <param name="Root">The instance's own directory, also its working directory: core files appear there.</param>
public sealed record InstanceDirectories(string Root)
{
    /// <summary>For the server's data; survives a restart.</summary>
    public string Data => Path.Combine(Root, "data");

    /// <summary>For temporary files; TMPDIR of the process points here.</summary>
    public string Temporary => Path.Combine(Root, "tmp");

    /// <summary>For standard output, standard error and the server's own logs.</summary>
    public string Log => Path.Combine(Root, "log");
}
