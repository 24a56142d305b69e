namespace Armadillo.Testing.ArangoDb.Servers;

/// <summary>Which of arangod's log lines somebody must see.</summary>
internal static class ArangodLogLines
{
    private static readonly string[] Marks = [" FATAL [", " ERROR [", " WARNING [", "{crash}"];

    /// <summary>Known noise: maintainer build banners, and lines that the legacy harness leaves out.</summary>
    private static readonly string[] Noise = ["[0458b]", "[bd666]", "[de8f3]", "[e8b68]", "[1afb1]", "[d72fb]", "[f3108]", "WARNING about to execute:"];

    public static bool IsImportant(string line) =>
        Marks.Any(mark => line.Contains(mark, StringComparison.Ordinal)) && !Noise.Any(noise => line.Contains(noise, StringComparison.Ordinal));
}
