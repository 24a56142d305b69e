using Armadillo.Testing.ArangoDb.DependencyInjection;
using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Faults;
using Armadillo.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.ArangoDb.Fixtures;

/// <summary>What the ArangoDB fixtures of all adapters share. Test authors use the adapter's ready fixtures.</summary>
/// <typeparam name="TSpec">The spec.</typeparam>
/// <typeparam name="TTopology">The running topology in the kit's words.</typeparam>
public abstract class ArangoFixtureBase<TSpec, TTopology> : TopologyFixtureBase<TSpec>
    where TSpec : ArangoSpec, new()
    where TTopology : ArangoTopology
{
    private protected ArangoFixtureBase(ITestHost host)
        : base(host)
    {
    }

    /// <summary>All servers.</summary>
    public IReadOnlyList<ArangoServer> Servers => Arango.Servers;

    /// <summary>File with a token that gives all rights on every server; <see langword="null"/> without authentication.</summary>
    public string? TokenFile => Arango.TokenFile;

    /// <summary>The named switches inside the servers.</summary>
    public IFailurePoints FailurePoints => Arango.FailurePoints;

    /// <summary>What can be done to the servers from outside.</summary>
    public IFaults Faults => Services.GetRequiredService<IFaults>();

    private protected TTopology Arango => Services.GetRequiredService<ArangoTopologies>().CurrentAs<TTopology>();

    /// <inheritdoc/>
    protected override object? Find(Type type) => type.IsAssignableTo(typeof(ArangoTopology)) && type.IsInstanceOfType(Arango) ? Arango : base.Find(type);

    /// <inheritdoc/>
    protected sealed override void ConfigureKit(IServiceCollection services) => services.AddArangoDb();
}
