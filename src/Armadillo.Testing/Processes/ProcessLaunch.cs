namespace Armadillo.Testing.Processes;

/// <summary>Everything a launcher needs to start one process. Immutable; nothing in it is decided later.</summary>
public sealed record ProcessLaunch
{
    /// <summary>Name used in messages and in the environment marker of the process, for example <c>dbserver-2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Path of the program. A relative path is taken from the current directory; a bare name is looked up on PATH.</summary>
    public required string FileName { get; init; }

    /// <summary>Arguments, passed as they are: no shell, no quoting. Default: none.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Working directory, which must exist; core files are written there, so each process has its own.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>
    /// The complete environment of the process. What is not listed is not set; nothing is inherited. The launcher adds one
    /// variable, <c>ARMADILLO_INSTANCE</c>, by which it knows the descendants of the process.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>File that standard output is appended to; created when missing.</summary>
    public required string StandardOutputPath { get; init; }

    /// <summary>File that standard error is appended to; created when missing. May equal <see cref="StandardOutputPath"/>.</summary>
    public required string StandardErrorPath { get; init; }

    /// <summary>Limits of the process. Default: those of the test host.</summary>
    public ProcessLimits Limits { get; init; } = ProcessLimits.None;
}
