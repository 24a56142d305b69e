using Armadillo.Testing.Configuration;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Logs;
using Armadillo.Testing.Network;
using Armadillo.Testing.Plans;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Time;
using Armadillo.Testing.Topologies;
using Armadillo.Testing.Workspaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Armadillo.Testing.DependencyInjection;

/// <summary>Registers the lifecycle core.</summary>
public static class ArmadilloServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="ITopologyStarter"/> and what it needs. Everything hangs from the container: two containers in one
    /// process do not see each other. Dispose the container asynchronously; that ends what it started.
    /// </summary>
    /// <remarks>
    /// The options begin as configuration says: the file <c>armadillo.json</c> beside the test assembly, over it the variables
    /// <c>ARMADILLO_*</c>, over both <paramref name="configure"/>. What is wrong there is told by a
    /// <see cref="ConfigurationException"/> when <see cref="ITopologyStarter"/> is first asked for.
    /// </remarks>
    /// <param name="services">The collection.</param>
    /// <param name="configure">Changes the options. Default: none.</param>
    public static IServiceCollection AddArmadillo(this IServiceCollection services, Action<ArmadilloOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<ArmadilloOptions>();
        services.AddArmadilloSection("", new ArmadilloOptions(), ArmadilloKeys.Describe);
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ArmadilloOptions>, ArmadilloOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.TryAddSingleton(static provider => ProcessLauncher.Create(
            Options(provider).Launcher, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton(static provider => LogFollower.Create(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new PortLeases(Options(provider).Ports));
        services.TryAddSingleton(static provider =>
            new WorkspaceRoot(Options(provider).RootDirectory, Options(provider).Retention, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<TopologyPlanner>();
        services.TryAddSingleton(CreateTopologyServices);
        services.TryAddSingleton<ITopologyStarter, TopologyStarter>();
        services.AddTestOrder();
        return services;
    }

    /// <summary>What fixtures and the tests that use them need.</summary>
    private static void AddTestOrder(this IServiceCollection services)
    {
        services.AddOptions<TestOptions>();
        services.AddArmadilloSection("Tests", new TestOptions(), TestKeys.Describe);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TestOptions>, TestOptionsValidator>());
        services.TryAddSingleton<TopologyAccessor>();
        services.TryAddSingleton<ITopologyAccessor>(static provider => provider.GetRequiredService<TopologyAccessor>());
        services.TryAddTransient(static provider => provider.GetRequiredService<ITopologyAccessor>().Topology.Faults);
        services.TryAddTransient(static provider => provider.GetRequiredService<ITopologyAccessor>().Topology.CrashReports);
    }

    private static ArmadilloOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<ArmadilloOptions>>().Value;

    private static TopologyServices CreateTopologyServices(IServiceProvider provider)
    {
        var instances = new InstanceServices(
            provider.GetRequiredService<IProcessLauncher>(), provider.GetRequiredService<LogFollower>(), Options(provider).LogRingLines);
        return new TopologyServices(
            instances,
            LoopbackHttp.CreateClient(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            Options(provider).TimeoutMultiplier,
            Deadline.After(Options(provider).RunTimeout, provider.GetRequiredService<TimeProvider>()));
    }
}
