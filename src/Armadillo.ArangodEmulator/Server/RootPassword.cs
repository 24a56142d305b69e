using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Options;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>The password that root begins with: from the option, the environment, or asked for when a run is there to set it.</summary>
internal static class RootPassword
{
    public static string Read(OptionValues options)
    {
        if (options.IsSet("database.password"))
        {
            return options.Text("database.password");
        }

        if (Environment.GetEnvironmentVariable("ARANGODB_DEFAULT_ROOT_PASSWORD") is { } password)
        {
            return password;
        }

        return options.Flag("database.init-database") || options.Flag("database.restore-admin") ? Ask() : "";
    }

    private static string Ask()
    {
        Console.Out.Write("Please enter password for root user: ");
        if (Console.In.ReadLine() is not { Length: > 0 } first)
        {
            throw new FatalException(LogIds.Unknown, "general", "initialization aborted by user");
        }

        Console.Out.Write("Repeat password: ");
        return Console.In.ReadLine() == first ? first : throw new FatalException(LogIds.Unknown, "general", "passwords do not match");
    }
}
