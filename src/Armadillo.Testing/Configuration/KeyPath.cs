using Microsoft.Extensions.Configuration;

namespace Armadillo.Testing.Configuration;

/// <summary>How keys are written and compared.</summary>
internal static class KeyPath
{
    public const string VariablePrefix = "ARMADILLO_";
    private const string VariableSeparator = "__";

    /// <summary>What two ways of writing one key have in common: case and underscores say nothing.</summary>
    public static string Fold(string path) => path.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>The last name of a path.</summary>
    public static string Last(string path) => path[(path.LastIndexOf(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal) + 1)..];

    /// <summary>The first name of a path.</summary>
    public static string Root(string path) => path.Split(ConfigurationPath.KeyDelimiter)[0];

    /// <summary>The path that a variable means.</summary>
    public static string OfVariable(string name) =>
        name[VariablePrefix.Length..].Replace(VariableSeparator, ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);

    /// <summary>The documented variable of a path: capitals, two underscores for a step down, one between the words of the last name.</summary>
    public static string ToVariable(string path)
    {
        var names = path.Split(ConfigurationPath.KeyDelimiter);
        names[^1] = string.Concat(names[^1].Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{c}"));
        return VariablePrefix + string.Join(VariableSeparator, names).ToUpperInvariant();
    }
}
