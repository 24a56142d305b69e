using Armadillo.Testing.ArangoDb.Aftercare;
using Armadillo.Testing.ArangoDb.Agency;
using Armadillo.Testing.ArangoDb.Configuration;
using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Armadillo.Testing.ArangoDb.DependencyInjection;

/// <summary>Registers the ArangoDB kit.</summary>
public static class ArangoDbServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IArangoStarter"/>, and what tests may ask for when a fixture runs a topology in the container:
    /// <see cref="IFailurePoints"/>, <see cref="IAgency"/>. Makes the section ArangoDb of
    /// the configuration known. Needs <c>AddArmadillo()</c>.
    /// </summary>
    public static IServiceCollection AddArangoDb(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArangoDbSections.AddTo(services);
        services.TryAddSingleton<IArangoStarter, ArangoStarter>();
        services.TryAddSingleton<ArangoTopologies>();
        services.TryAddTransient(static provider => provider.GetRequiredService<ArangoTopologies>().Current.FailurePoints);
        services.TryAddTransient(static provider => provider.GetRequiredService<ArangoTopologies>().Agency);
        return services.AddAftercare();
    }

    private static IServiceCollection AddAftercare(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITestAftercare, ArangoAftercare>());
        services.TryAddSingleton<DatabaseNames>();

        // In the order in which leftovers are removed: what holds or refers to others comes before them.
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IStateCheck, FailurePointCheck>(),
            ServiceDescriptor.Singleton<IStateCheck, MaintenanceCheck>(),
            ServiceDescriptor.Singleton<IStateCheck, TransactionCheck>(),
            ServiceDescriptor.Singleton<IStateCheck, TaskCheck>(),
            ServiceDescriptor.Singleton<IStateCheck, DatabaseCheck>(),
            ServiceDescriptor.Singleton<IStateCheck, GraphCheck>(),
            ServiceDescriptor.Singleton<IStateCheck, ViewCheck>(),
            ServiceDescriptor.Singleton<IStateCheck, CollectionCheck>(),
            ServiceDescriptor.Singleton<IStateCheck, AnalyzerCheck>(),
            ServiceDescriptor.Singleton<IStateCheck, UserCheck>(),
        ]);
        return services;
    }
}
