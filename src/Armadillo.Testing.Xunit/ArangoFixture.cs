using Armadillo.Testing.ArangoDb.DependencyInjection;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Armadillo.Testing.Xunit;

/// <summary>What the three ArangoDB fixtures share.</summary>
/// <typeparam name="TSpec">The spec.</typeparam>
/// <typeparam name="TTopology">The running topology in the kit's words.</typeparam>
public abstract class ArangoFixture<TSpec, TTopology> : TopologyFixture<TSpec>
    where TSpec : ArangoSpec, new()
    where TTopology : ArangoTopology
{
    private TTopology? _arango;

    private protected ArangoFixture()
    {
    }

    private protected ArangoFixture(IMessageSink diagnosticMessages)
        : base(diagnosticMessages)
    {
    }

    /// <summary>All servers.</summary>
    public IReadOnlyList<ArangoServer> Servers => Arango.Servers;

    /// <summary>File with a token that gives all rights on every server; <see langword="null"/> without authentication.</summary>
    public string? TokenFile => Arango.TokenFile;

    private protected TTopology Arango => _arango ?? throw new InvalidOperationException($"{GetType().Name} was not started, or its start failed.");

    private protected abstract TTopology TakeOver(Topology topology, TimeProvider time);

    private protected override void ConfigureKit(IServiceCollection services) => services.AddArangoDb();

    private protected override void OnStarted(FixtureSession session) =>
        _arango = TakeOver(session.Topology, session.Services.GetRequiredService<TimeProvider>());

    private protected override void OnStopped() => _arango = null;
}
