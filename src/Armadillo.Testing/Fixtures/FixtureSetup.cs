using Armadillo.Testing.Specs;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Fixtures;

/// <summary>How a fixture makes its container and its topology.</summary>
public sealed class FixtureSetup
{
    /// <summary>Makes the spec; called with the container, after the services were configured.</summary>
    public required Func<IServiceProvider, ITopologySpec> CreateSpec { get; init; }

    /// <summary>Adds to the container, after <c>AddArmadillo()</c>. Default: nothing.</summary>
    public Action<IServiceCollection> ConfigureServices { get; init; } = static _ => { };

    /// <summary>
    /// What tells the services of one setup from another's: fixtures share a topology only when this is the same. Default: the
    /// setup itself, which is the same as no other.
    /// </summary>
    public object? ServicesOf { get; init; }

    /// <summary>Prepares a topology that has just become ready. Default: nothing.</summary>
    public Func<CancellationToken, Task> OnStarted { get; init; } = static _ => Task.CompletedTask;
}
