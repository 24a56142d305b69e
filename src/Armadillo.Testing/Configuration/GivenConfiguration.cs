using Microsoft.Extensions.Configuration;

namespace Armadillo.Testing.Configuration;

/// <summary>A configuration that somebody built, with the name to call it by in messages.</summary>
internal sealed record GivenConfiguration(IConfiguration Configuration, string Name)
{
    private const string Schema = "$schema";

    public IEnumerable<ConfiguredText> Read() => Read(Configuration, Name, Environment.CurrentDirectory);

    /// <summary>All that has a value, in the order of its keys. <c>null</c> is as good as nothing; <c>$schema</c> is for editors.</summary>
    public static IEnumerable<ConfiguredText> Read(IConfiguration configuration, string place, string directory) => configuration
        .AsEnumerable(makePathsRelative: true)
        .Where(pair => !string.IsNullOrEmpty(pair.Value) && pair.Key != Schema)
        .OrderBy(pair => pair.Key, ConfigurationKeyComparer.Instance)
        .Select(pair => new ConfiguredText(pair.Key, pair.Value!, pair.Key, place, directory));
}
