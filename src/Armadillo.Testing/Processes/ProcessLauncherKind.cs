namespace Armadillo.Testing.Processes;

/// <summary>Which launcher to use.</summary>
public enum ProcessLauncherKind
{
    /// <summary>The Linux launcher where it can work, otherwise the portable one. The default.</summary>
    Automatic,

    /// <summary>
    /// The Linux launcher: exact exits, descendants included in everything, nothing outlives the test host. Needs Linux on
    /// a 64-bit processor, /proc and the dotnet program of the running version.
    /// </summary>
    Linux,

    /// <summary>
    /// The portable launcher: exits above 128 are read as signals, core files are not known, processes that made themselves
    /// independent are not found, and only an orderly end of the test host ends the processes.
    /// </summary>
    Portable,
}
