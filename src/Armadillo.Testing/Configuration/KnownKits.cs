namespace Armadillo.Testing.Configuration;

/// <summary>
/// Section names that belong to packages of this project. A file or variable often serves several test projects, so what
/// belongs to a package that is not in use here is no mistake.
/// </summary>
internal static class KnownKits
{
    private static readonly (string Section, string[] ShortVariables)[] All = [("ArangoDb", ["ARMADILLO_ARANGOD"])];

    /// <summary>Whether the value belongs to a kit that registered no section.</summary>
    public static bool OwnsUnregistered(ConfiguredText text, KeyCatalogue catalogue) => All.Any(kit =>
        !catalogue.HasRoot(kit.Section)
        && (KeyPath.Fold(KeyPath.Root(text.Path)) == KeyPath.Fold(kit.Section)
            || (text.IsVariable && kit.ShortVariables.Contains(text.Name, StringComparer.OrdinalIgnoreCase))));
}
