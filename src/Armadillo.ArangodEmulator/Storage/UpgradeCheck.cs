using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Options;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Storage;

/// <summary>Does this version of the server go with the data: the ordinary start, --database.auto-upgrade and --database.check-version.</summary>
internal sealed class UpgradeCheck(OptionValues options, VersionFile file, IServerLog log)
{
    private const string Startup = "startup";

    public void Run()
    {
        var upgrade = options.Flag("database.auto-upgrade");
        var check = options.Flag("database.upgrade-check");
        if (upgrade && !check)
        {
            throw new FatalException(
                "47698", "general", "cannot specify both '--database.auto-upgrade true' and '--database.upgrade-check false'");
        }

        var (state, version) = file.Read();
        if (state == VersionState.Unreadable && options.Flag("database.ignore-datafile-errors"))
        {
            log.Warning("2feaa", Startup, "overwriting unparsable VERSION file with default value because option `--database.ignore-datafile-errors` is set");
            state = VersionState.NoFile;
        }

        if (options.Flag("database.check-version"))
        {
            Report(state);
        }
        else if (check)
        {
            Decide(state, version, upgrade);
        }
        else if (state == VersionState.NoFile)
        {
            file.Write();
        }
    }

    /// <summary>Only looks: what --database.check-version says.</summary>
    private void Report(VersionState state)
    {
        switch (state)
        {
            case VersionState.Unreadable:
                throw new FatalException(
                    "52f16", "general", "Database version check failed for '_system'. Please inspect the logs for any errors.",
                    ExitCodes.VersionCheckFailed);
            case VersionState.DowngradeNeeded:
                log.Warning("ef6ca", "general", "Database version check failed for '_system': downgrade needed");
                throw new FatalException("290c2", "general", "Database version check failed: downgrade needed", ExitCodes.DowngradeRequired);
            case VersionState.UpgradeNeeded:
                log.Warning("b7514", "general", "Database version check failed for '_system': upgrade needed");
                throw new FatalException("40e37", "general", "Database version check failed: upgrade needed", ExitCodes.UpgradeRequired);
        }
    }

    private void Decide(VersionState state, long version, bool upgrade)
    {
        switch (state)
        {
            case VersionState.Unreadable:
                log.Warning("3dd26", Startup, "in order to automatically fix the VERSION file on startup, please start the server with option `--database.ignore-datafile-errors true`");
                throw Failed("initialization", $"error during {(upgrade ? "upgrade" : "startup")}", ExitCodes.VersionCheckFailed);
            case VersionState.DowngradeNeeded:
                log.Error("fdbd9", Startup, $"Database directory version ({version}) is higher than current version ({Product.VersionNumber}).");
                throw Failed("initialization", "downgrade needed", ExitCodes.DowngradeRequired);
            case VersionState.UpgradeNeeded when !upgrade:
                log.Error("3bc7f", Startup, $"Database directory version ({version}) is lower than current version ({Product.VersionNumber}).");
                log.Error("1c156", "general", "Database '_system' needs upgrade. Please start the server with --database.auto-upgrade");
                throw Failed("upgrade", "bad parameter", ExitCodes.UpgradeRequired);
        }

        try
        {
            file.Write();
        }
        catch (Exception e) when (upgrade && e is IOException or UnauthorizedAccessException)
        {
            log.Error("65ac5", Startup, $"Executing upgrade failed with error: {e.Message}. Aborting procedure.");
            throw Failed("upgrade", e.Message, ExitCodes.UpgradeFailed);
        }

        if (upgrade)
        {
            log.Info("0de5e", "general", "database upgrade passed");
        }
    }

    private static FatalException Failed(string what, string why, int exitCode) => new(
        "2eb08", "general",
        $"Database '_system' {what} failed ({why}). Please inspect the logs from the {what} procedure and try starting the server again.", exitCode);
}
