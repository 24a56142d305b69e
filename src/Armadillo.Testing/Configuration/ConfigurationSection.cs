namespace Armadillo.Testing.Configuration;

/// <summary>Keys that belong together, and the type of the objects that they configure: it and everything derived from it.</summary>
internal sealed record ConfigurationSection(string Path, Type Target, IReadOnlyList<ConfigurationKey> Keys)
{
    public static ConfigurationSection Create<T>(string path, T defaults, Action<SectionKeys<T>> describe)
        where T : class
    {
        var keys = new List<ConfigurationKey>();
        describe(new SectionKeys<T>(path, defaults, PropertyPath.Empty, keys));
        return new ConfigurationSection(path, typeof(T), keys);
    }
}
