namespace Armadillo.ArangodEmulator.Server;

/// <summary>
/// Data of libraries that arangod cannot do without. The emulator needs none of it, but who points the variables at nothing gets what
/// a server without an installation of its own does.
/// </summary>
internal static class LibraryData
{
    public static void Check()
    {
        if (Environment.GetEnvironmentVariable("ICU_DATA") is { Length: > 0 } icu && !File.Exists(Path.Combine(icu, "icudtl.dat")))
        {
            throw new FatalException(
                "0de77", "general",
                $"failed to initialize ICU library. Could not locate 'icudtl.dat'. Please make sure it is available. The environment variable "
                + $"ICU_DATA='{icu}' should point to the directory containing 'icudtl.dat'",
                ExitCodes.IcuInitializationFailed);
        }

        if (Environment.GetEnvironmentVariable("TZ_DATA") is { Length: > 0 } zones && !Directory.Exists(zones))
        {
            throw new FatalException(
                "67bdc", "startup",
                $"failed to locate timezone data {zones}. please set the TZ_DATA environment variable to the tzdata directory in case you are "
                + "running an unusual setup",
                ExitCodes.TzdataInitializationFailed);
        }
    }
}
