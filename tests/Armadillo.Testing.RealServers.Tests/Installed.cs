namespace Armadillo.Testing.RealServers.Tests;

/// <summary>Where the distributions put servers, beside PATH.</summary>
internal static class Installed
{
    public static string? Find(string program) => Directories().Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);

    public static string PathOf(string program) => Find(program) ?? throw new FileNotFoundException($"{program} is not installed.");

    private static IEnumerable<string> Directories()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var postgres = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(d => Path.Combine(d, "bin")) : [];
        return [.. path, "/usr/sbin", "/usr/local/sbin", .. postgres];
    }
}
