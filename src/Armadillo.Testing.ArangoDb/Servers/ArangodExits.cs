using Armadillo.Testing.Processes;

namespace Armadillo.Testing.ArangoDb.Servers;

/// <summary>What arangod's exit codes mean (exit codes of 3.12).</summary>
internal static class ArangodExits
{
    public const int CouldNotBindPort = 21;

    public static string? Explain(ProcessExit exit) => exit.ExitCode switch
    {
        1 => "a fatal error, see the line with FATAL",
        2 => "exit code could not be resolved",
        3 => "invalid startup option name",
        4 => "invalid startup option value",
        5 => "binary not found",
        6 => "configuration file not found or invalid",
        10 => "upgrade of the database failed",
        11 => "the database needs an upgrade, start once with --database.auto-upgrade true",
        12 => "the data are of a newer version",
        13 => "version check failed",
        20 => "already running, by its pid file",
        CouldNotBindPort => "could not bind its port, another process has it",
        22 => "could not lock the data directory, another process has it",
        23 => "recovery failed",
        24 => "database not empty",
        25 => "unsupported storage engine",
        26 => "ICU could not be initialised",
        27 => "time zone data not found",
        28 => "the system's limits are too low, raise open files (ulimit -n)",
        29 => "sst file check failed",
        30 => "full compaction failed",
        _ => null,
    };
}
