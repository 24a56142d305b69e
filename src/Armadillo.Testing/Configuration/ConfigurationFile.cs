using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Armadillo.Testing.Configuration;

/// <summary>The JSON file beside the test assembly, or the one that a variable names.</summary>
internal static class ConfigurationFile
{
    public const string Name = "armadillo.json";
    public const string Variable = "ARMADILLO_CONFIG";

    public static IEnumerable<ConfiguredText> Read(ConfigurationSurroundings surroundings, ICollection<string> problems)
    {
        var asked = surroundings.Variables.GetValueOrDefault(Variable) is { Length: > 0 } named ? named : null;
        var path = Path.GetFullPath(asked ?? Name, surroundings.BaseDirectory);
        if (File.Exists(path))
        {
            return Parse(path, problems);
        }

        if (asked is not null)
        {
            problems.Add(
                $"The variable {Variable} is '{asked}', but there is no file {path}. Give the path of a JSON file; a relative one counts from the directory of the test assembly.");
        }

        return [];
    }

    private static IReadOnlyList<ConfiguredText> Parse(string path, ICollection<string> problems)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return [.. GivenConfiguration.Read(new ConfigurationBuilder().AddJsonStream(stream).Build(), path, Path.GetDirectoryName(path)!)];
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            problems.Add($"The file {path} cannot be read: {(e.InnerException ?? e).Message}");
            return [];
        }
    }
}
