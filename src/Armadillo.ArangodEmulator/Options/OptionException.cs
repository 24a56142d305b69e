namespace Armadillo.ArangodEmulator.Options;

/// <summary>A command line or configuration file that arangod refuses, with the exit code it leaves with.</summary>
internal sealed class OptionException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
