namespace Armadillo.Testing.Processes;

/// <summary>Checks the directory and the output files of a launch, so that each failure names its own path.</summary>
internal static class LaunchPaths
{
    internal static void Check(ProcessLaunch launch)
    {
        if (!Directory.Exists(launch.WorkingDirectory))
        {
            throw ProgramFile.Failure(
                launch, $"its working directory '{launch.WorkingDirectory}' does not exist. Create it before the launch.");
        }

        CheckOutput(launch, launch.StandardOutputPath, "standard output");
        if (launch.StandardErrorPath != launch.StandardOutputPath)
        {
            CheckOutput(launch, launch.StandardErrorPath, "standard error");
        }
    }

    private static void CheckOutput(ProcessLaunch launch, string path, string stream)
    {
        try
        {
            File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProcessLaunchException(
                $"Cannot start '{launch.Name}': the file for its {stream}, '{path}', cannot be written ({exception.Message}). "
                + "Create its directory and check its permissions.",
                exception);
        }
    }
}
