using System.Runtime.InteropServices;

namespace Armadillo.Testing.ArangoDb.Servers;

/// <summary>Finds the emulator's program, which its package copies beside the test assembly.</summary>
internal static class EmulatorLocator
{
    private const string Directory = "arangod-emulator";

    public static ArangodServer Find() => FindBelow(AppContext.BaseDirectory)
        ?? throw new ArangodNotFoundException(
            $"The arangod emulator was asked for, but {Path.Combine(AppContext.BaseDirectory, Directory)} does not hold it. "
            + "Reference the package Armadillo.ArangodEmulator in the test project; it copies the program there.");

    internal static ArangodServer? FindBelow(string baseDirectory)
    {
        var assembly = Path.Combine(baseDirectory, Directory, "arangod-emulator.dll");
        if (!File.Exists(assembly))
        {
            return null;
        }

        var root = FindDotnetRoot();
        var environment = root is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["DOTNET_ROOT"] = root };
        var program = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        if (IsRunnable(program))
        {
            return ArangodServer.EmulatorAt(program, [], environment);
        }

        // A package carries no program for this system, or its file lost the right to be executed.
        var dotnet = root is null ? "dotnet" : Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return ArangodServer.EmulatorAt(dotnet, [assembly], environment);
    }

    private static bool IsRunnable(string program) =>
        File.Exists(program) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(program) & UnixFileMode.UserExecute) != 0);

    /// <summary>The directory of the .NET that runs this process: shared/Microsoft.NETCore.App/version lies three levels below it.</summary>
    private static string? FindDotnetRoot()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return System.IO.Directory.Exists(Path.Combine(root, "shared")) ? root : null;
    }
}
