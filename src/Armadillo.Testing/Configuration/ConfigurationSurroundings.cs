using System.Collections;

namespace Armadillo.Testing.Configuration;

/// <summary>What configuration is read from, as values: the process's own are not the only ones that can be tried.</summary>
/// <param name="BaseDirectory">The directory of the test assembly.</param>
/// <param name="Variables">The environment.</param>
internal sealed record ConfigurationSurroundings(string BaseDirectory, IReadOnlyDictionary<string, string> Variables)
{
    public static ConfigurationSurroundings OfThisProcess() => new(
        AppContext.BaseDirectory,
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? "", StringComparer.Ordinal));
}
