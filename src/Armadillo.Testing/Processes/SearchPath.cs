namespace Armadillo.Testing.Processes;

/// <summary>The directories of the PATH variable.</summary>
internal static class SearchPath
{
    internal static IEnumerable<string> Directories =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>First file of that name on PATH; <see langword="null"/> when there is none.</summary>
    internal static string? Find(string fileName) =>
        Directories.Select(directory => Path.Combine(directory, fileName)).FirstOrDefault(File.Exists);
}
