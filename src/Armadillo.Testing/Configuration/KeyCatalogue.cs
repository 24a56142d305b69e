using Microsoft.Extensions.Configuration;

namespace Armadillo.Testing.Configuration;

/// <summary>Every key of every section.</summary>
internal sealed class KeyCatalogue(IEnumerable<ConfigurationSection> sections)
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } = [.. sections.SelectMany(section => section.Keys)];

    public bool HasRoot(string name) => Keys.Any(key => KeyPath.Fold(KeyPath.Root(key.Path)) == KeyPath.Fold(name));

    public ConfigurationKey? OfShortVariable(string name) => Keys.FirstOrDefault(key => name.Equals(key.ShortVariable, StringComparison.OrdinalIgnoreCase));

    /// <summary>The key that a path means, and what remains of the path below it; <see langword="null"/> when there is none.</summary>
    public (ConfigurationKey Key, string Below)? Find(string path)
    {
        var names = path.Split(ConfigurationPath.KeyDelimiter);
        for (var count = names.Length; count > 0; count--)
        {
            var folded = KeyPath.Fold(string.Join(ConfigurationPath.KeyDelimiter, names[..count]));
            if (Keys.FirstOrDefault(key => KeyPath.Fold(key.Path) == folded) is { } key)
            {
                return count == names.Length || key.HasNames ? (key, string.Join(ConfigurationPath.KeyDelimiter, names[count..])) : null;
            }
        }

        return null;
    }

    /// <summary>The key whose name, whole or last, or whose short variable is written most like this.</summary>
    public ConfigurationKey Nearest(string path)
    {
        var (whole, last) = (KeyPath.Fold(path), KeyPath.Fold(KeyPath.Last(path)));
        return Keys.MinBy(key => Math.Min(
            NamesOf(key).Min(name => Unlikeness(whole, name)),
            Unlikeness(last, KeyPath.Fold(KeyPath.Last(key.Path))) + 1))!;
    }

    /// <summary>A word that was cut short or grew is more like the whole one than its letters say.</summary>
    private static int Unlikeness(string written, string name)
    {
        const int letters = 4;
        var isPart = (written.Length >= letters && name.Contains(written, StringComparison.Ordinal))
            || (name.Length >= letters && written.Contains(name, StringComparison.Ordinal));
        return Math.Min(EditDistance.Between(written, name), isPart ? 2 : int.MaxValue);
    }

    private static IEnumerable<string> NamesOf(ConfigurationKey key) => key.ShortVariable is { } variable
        ? [KeyPath.Fold(key.Path), KeyPath.Fold(KeyPath.OfVariable(variable))]
        : [KeyPath.Fold(key.Path)];
}
