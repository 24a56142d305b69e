using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Configuration;

/// <summary>The variables that begin with <c>ARMADILLO_</c>. An empty one is as good as none.</summary>
internal static class ConfigurationVariables
{
    /// <summary>Names that are no keys: where the file is, and the mark that servers carry, which a nested test host inherits.</summary>
    private static readonly string[] Reserved = [ConfigurationFile.Variable, InstanceMarker.Variable];

    public static IEnumerable<ConfiguredText> Read(ConfigurationSurroundings surroundings, KeyCatalogue catalogue) => surroundings.Variables
        .Where(variable => variable.Key.StartsWith(KeyPath.VariablePrefix, StringComparison.OrdinalIgnoreCase)
            && variable.Value.Length > 0
            && !Reserved.Contains(variable.Key, StringComparer.OrdinalIgnoreCase))
        .OrderBy(variable => variable.Key, StringComparer.Ordinal)
        .Select(variable => new ConfiguredText(
            catalogue.OfShortVariable(variable.Key)?.Path ?? KeyPath.OfVariable(variable.Key), variable.Value, variable.Key, place: null, Environment.CurrentDirectory));
}
