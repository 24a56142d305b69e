using Armadillo.Testing.ArangoDb.Configuration;
using Armadillo.Testing.ArangoDb.Topologies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Armadillo.Testing.ArangoDb.DependencyInjection;

/// <summary>Registers the ArangoDB kit.</summary>
public static class ArangoDbServiceCollectionExtensions
{
    /// <summary>Registers <see cref="IArangoStarter"/> and makes the section ArangoDb of the configuration known. Needs <c>AddArmadillo()</c>.</summary>
    public static IServiceCollection AddArangoDb(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArangoDbSections.AddTo(services);
        services.TryAddSingleton<IArangoStarter, ArangoStarter>();
        return services;
    }
}
