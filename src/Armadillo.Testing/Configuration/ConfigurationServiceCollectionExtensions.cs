using Armadillo.Testing.Specs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Armadillo.Testing.Configuration;

/// <summary>What can be configured, and from where.</summary>
public static class ConfigurationServiceCollectionExtensions
{
    /// <summary>
    /// Makes properties of an object configurable, from the JSON file <c>armadillo.json</c> and from variables
    /// <c>ARMADILLO_*</c>. Options get the values through <c>IOptions</c>, before any code; specs through
    /// <see cref="GetConfiguredSpec{TSpec}"/>. Adding a section again changes nothing.
    /// </summary>
    /// <typeparam name="T">The type of the object. What is derived from it is configured too.</typeparam>
    /// <param name="services">The collection.</param>
    /// <param name="path">Where the keys lie, for example <c>ArangoDb:Cluster</c>; empty for the top.</param>
    /// <param name="defaults">An object that nobody changed; it tells the defaults.</param>
    /// <param name="describe">Says which properties can be configured.</param>
    public static IServiceCollection AddArmadilloSection<T>(this IServiceCollection services, string path, T defaults, Action<SectionKeys<T>> describe)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(defaults);
        ArgumentNullException.ThrowIfNull(describe);
        if (services.Any(s => s.ImplementationInstance is ConfigurationSection known && known.Path == path && known.Target == typeof(T)))
        {
            return services;
        }

        services.AddSingleton(ConfigurationSection.Create(path, defaults, describe));
        services.TryAddSingleton(static _ => ConfigurationSurroundings.OfThisProcess());
        services.TryAddSingleton<ArmadilloConfiguration>();
        // In front of everything: code wins, also code that spoke before this line.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<T>>(static provider =>
            new ConfigureNamedOptions<T>(name: null, provider.GetRequiredService<ArmadilloConfiguration>().Apply)));
        return services;
    }

    /// <summary>
    /// Adds a configuration built in code, for example a section of the user's own file. It wins over <c>armadillo.json</c> and
    /// gives way to variables. Its keys are held to the same rules.
    /// </summary>
    /// <param name="services">The collection.</param>
    /// <param name="configuration">The configuration, with <c>TimeoutMultiplier</c> and the like at its top.</param>
    /// <param name="name">What to call it in messages.</param>
    public static IServiceCollection AddArmadilloConfiguration(this IServiceCollection services, IConfiguration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return services.AddSingleton(new GivenConfiguration(configuration, name));
    }

    /// <summary>A new spec with everything set that is configured: what a fixture's <c>Configure</c> starts from.</summary>
    /// <exception cref="ConfigurationException">A key or variable is unknown, or its value cannot be used.</exception>
    public static TSpec GetConfiguredSpec<TSpec>(this IServiceProvider services)
        where TSpec : ITopologySpec, new()
    {
        object spec = new TSpec();
        services.GetRequiredService<ArmadilloConfiguration>().Apply(spec);
        return (TSpec)spec;
    }
}
