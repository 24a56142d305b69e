using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Events;
using Armadillo.Testing.Faults;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.ArangoDb.Topologies;

/// <summary>What every running ArangoDB topology has. Disposing it stops the servers in their orderly way.</summary>
public abstract class ArangoTopology : IAsyncDisposable
{
    private readonly ArangoConnection _connection;

    private protected ArangoTopology(Topology topology, TimeProvider time)
    {
        Topology = topology;
        _connection = new ArangoConnection(topology, time);
        Points = new ServerFailurePoints(this);
        Servers = [.. topology.Instances.Select(i => new ArangoServer(i, _connection))];
    }

    /// <summary>The topology in the words of the core: instances, events, crashes, directory.</summary>
    public Topology Topology { get; }

    /// <summary>All servers: agents, then database servers, then coordinators.</summary>
    public IReadOnlyList<ArangoServer> Servers { get; }

    /// <summary>The named switches inside the servers, in builds that have them.</summary>
    public IFailurePoints FailurePoints => Points;

    /// <summary>What can be done to the servers, and with <c>LinkFaults</c> of the spec to the links between them, from outside.</summary>
    public IFaults Faults => Topology.Faults;

    internal ServerFailurePoints Points { get; }

    /// <summary>The record of everything that happened.</summary>
    public EventLog Events => Topology.Events;

    /// <summary>File with a token that gives all rights on every server, readable by its user only; <see langword="null"/> without authentication.</summary>
    public string? TokenFile => _connection.TokenFile;

    /// <summary>The server with this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists the names.</exception>
    public ArangoServer this[string name] => Servers.FirstOrDefault(s => s.Name == name)
        ?? throw new KeyNotFoundException($"No server is named '{name}'. There are: {string.Join(", ", Servers.Select(s => s.Name))}.");

    /// <summary>Stops all servers in their orderly way: coordinators and database servers, then agents.</summary>
    public Task<TopologyStop> StopAsync(CancellationToken cancellationToken = default) => Topology.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Topology.DisposeAsync().ConfigureAwait(false);
        _connection.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected IReadOnlyList<ArangoServer> WithRole(ArangoRole role) => [.. Servers.Where(s => s.Role == role)];
}
