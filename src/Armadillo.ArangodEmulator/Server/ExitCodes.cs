namespace Armadillo.ArangodEmulator.Server;

/// <summary>arangod's exit codes, as far as they have a cause here.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failed = 1;
    public const int InvalidOptionName = 3;
    public const int InvalidOptionValue = 4;
    public const int ConfigNotFound = 6;
    public const int UpgradeFailed = 10;
    public const int UpgradeRequired = 11;
    public const int DowngradeRequired = 12;
    public const int VersionCheckFailed = 13;
    public const int AlreadyRunning = 20;
    public const int CouldNotBindPort = 21;
    public const int CouldNotLock = 22;
    public const int Recovery = 23;
    public const int DatabaseNotEmpty = 24;
    public const int UnsupportedStorageEngine = 25;
    public const int IcuInitializationFailed = 26;
    public const int TzdataInitializationFailed = 27;
    public const int ResourcesTooLow = 28;
    public const int SstFileCheck = 29;
}
