using Armadillo.Testing.ArangoDb.Agency;
using Armadillo.Testing.ArangoDb.Health;
using Armadillo.Testing.ArangoDb.Http;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.ArangoDb.Topologies;

/// <summary>A running cluster.</summary>
public sealed class ArangoCluster : ArangoTopology
{
    /// <summary>Longer than a supervision needs whose agency has just changed its leader: that one postpones its checks for 55 s while a server is silent.</summary>
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Takes over a topology that was started from a <see cref="ClusterSpec"/>.</summary>
    public ArangoCluster(Topology topology, TimeProvider time)
        : base(topology, time)
    {
        Agents = WithRole(ArangoRole.Agent);
        DbServers = WithRole(ArangoRole.DbServer);
        Coordinators = WithRole(ArangoRole.Coordinator);
        Agency = new AgencyClient(Topology, Agents, time);
    }

    /// <summary>The agents.</summary>
    public IReadOnlyList<ArangoServer> Agents { get; }

    /// <summary>The database servers.</summary>
    public IReadOnlyList<ArangoServer> DbServers { get; }

    /// <summary>The coordinators.</summary>
    public IReadOnlyList<ArangoServer> Coordinators { get; }

    /// <summary>Reads and writes of the agency's store, and who leads.</summary>
    public IAgency Agency { get; }

    /// <summary>What the supervision thinks of every server, asked of the first coordinator that runs.</summary>
    /// <exception cref="ArangoRequestException">No coordinator runs, or it gave no usable answer.</exception>
    public async Task<IReadOnlyList<ServerHealthRecord>> GetHealthAsync(CancellationToken cancellationToken = default)
    {
        var coordinator = Coordinators.FirstOrDefault(c => c.State == InstanceState.Running)
            ?? throw new ArangoRequestException($"No coordinator runs: {string.Join(", ", Coordinators)}.");
        var answer = await coordinator.SendAsync(HttpMethod.Get, "/_admin/cluster/health", null, cancellationToken).ConfigureAwait(false);
        return answer.IsSuccess
            ? ServerHealthRecord.ParseAll(answer.Json)
            : throw new ArangoRequestException($"GET /_admin/cluster/health at {coordinator.Name}: {answer}") { Response = answer };
    }

    /// <summary>Waits until the supervision thinks this of a server.</summary>
    /// <param name="server">A database server or coordinator of this cluster.</param>
    /// <param name="health">What is waited for.</param>
    /// <param name="timeout">
    /// Default: 2 minutes; multiplied by the option TimeoutMultiplier. With default timing a killed server is FAILED 10 to 12 s after
    /// its last heartbeat, but when the agency changes its leader meanwhile, only after another 55 s.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="WaitTimeoutException">The time ran out; the message explains what was seen.</exception>
    /// <exception cref="InstanceCrashedException">A member crashed.</exception>
    public Task WaitForHealthAsync(ArangoServer server, ServerHealth health, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (!Servers.Contains(server))
        {
            throw new ArgumentException($"{server.Name} belongs to another topology.", nameof(server));
        }

        var condition = Condition.When(
            $"cluster health shows {server.Name} {health.ToString().ToUpperInvariant()}",
            async (_, token) =>
            {
                var record = (await GetHealthAsync(token).ConfigureAwait(false)).FirstOrDefault(r => r.Id == server.Id);
                var seen = record is null ? "not listed" : $"{record.Health.ToString().ToUpperInvariant()}, {record.SyncStatus}";
                return ((record?.Health ?? ServerHealth.Unknown) == health, seen);
            });
        return Topology.WaitAsync(condition, timeout ?? HealthTimeout, cancellationToken);
    }

    /// <summary>Waits until every database server and coordinator that is not stopped or suspended is GOOD and SERVING.</summary>
    /// <param name="timeout">Default: 2 minutes; multiplied by the option TimeoutMultiplier.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="WaitTimeoutException">The time ran out; the message explains what was seen.</exception>
    /// <exception cref="InstanceCrashedException">A member crashed.</exception>
    public Task WaitUntilHealthyAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var condition = Condition.When(
            "cluster health shows every running server GOOD and SERVING",
            async (_, token) =>
            {
                var running = DbServers.Concat(Coordinators).Where(s => s.State is InstanceState.Running or InstanceState.Starting).Select(s => s.Instance);
                return ClusterHealthCondition.Judge([.. running], await GetHealthAsync(token).ConfigureAwait(false));
            });
        return Topology.WaitAsync(condition, timeout ?? HealthTimeout, cancellationToken);
    }
}
