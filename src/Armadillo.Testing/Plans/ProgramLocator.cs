namespace Armadillo.Testing.Plans;

/// <summary>Finds the file that a program name means.</summary>
internal static class ProgramLocator
{
    /// <returns>The full path, or null when there is none.</returns>
    public static string? Find(string program)
    {
        if (program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || program.Contains(Path.AltDirectorySeparatorChar, StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(program);
            return File.Exists(path) ? path : null;
        }

        var directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return directories.Select(directory => Path.Combine(directory, program)).FirstOrDefault(IsExecutable);
    }

    /// <summary>Whether anybody may execute the file; the system decides about the rest at launch.</summary>
    public static bool IsExecutable(string path) => File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
