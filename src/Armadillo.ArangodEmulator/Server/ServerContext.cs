using System.Globalization;
using Armadillo.ArangodEmulator.Agency;
using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Crashes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Debugging;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Http.Statistics;
using Armadillo.ArangodEmulator.Indexes;
using Armadillo.ArangodEmulator.Jobs;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Options;
using Armadillo.ArangodEmulator.Queries;
using Armadillo.ArangodEmulator.Recording;
using Armadillo.ArangodEmulator.Replication;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Storage;
using Armadillo.ArangodEmulator.Transactions;
using Armadillo.ArangodEmulator.Users;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>What the parts of one server share.</summary>
internal sealed class ServerContext : IDisposable
{
    private readonly Lazy<DataStore> _data;
    private readonly Lazy<ReplicationService> _replication;

    public ServerContext(ServerRole role)
    {
        _data = new Lazy<DataStore>(OpenData);
        _replication = new Lazy<ReplicationService>(() => new ReplicationService(this, Cluster!));
        Databases = role == ServerRole.Coordinator ? new PlannedDatabases(this) : new LocalDatabases(this);
        Collections = role switch
        {
            ServerRole.Coordinator => new ShardedCollections(this),
            ServerRole.DbServer => new ShardCollections(this),
            _ => new LocalCollections(this),
        };
    }

    public required OptionValues Options { get; init; }

    public required ServerLog Log { get; init; }

    public required TimeProvider Time { get; init; }

    public required ServerState State { get; init; }

    public required JwtSecrets Secrets { get; init; }

    public required JwtTokens Tokens { get; init; }

    public required Authenticator Authenticator { get; init; }

    public required UserStore Users { get; init; }

    public required IPeerClient Peers { get; init; }

    public required StopRequests Stop { get; init; }

    public required FailurePoints FailurePoints { get; init; }

    public required CrashHandler Crashes { get; init; }

    /// <summary>Null with --crash-handler.enable-dumps false.</summary>
    public required CrashDirectory? CrashDirectory { get; init; }

    /// <summary>Read when the first request asks for it: a start must not wait for data that nobody may want.</summary>
    public DataStore Data => _data.Value;

    /// <summary>Whether anybody has asked for the data.</summary>
    public bool HasData => _data.IsValueCreated;

    public required string DataDirectory { get; init; }

    public required TlsCertificates Tls { get; init; }

    public required EncryptionKeys Encryption { get; init; }

    public required ServerTicks Ticks { get; init; }

    public required AsyncJobs Jobs { get; init; }

    public required CursorStore Cursors { get; init; }

    public required RequestQueue Queue { get; init; }

    public RequestStatistics Requests { get; } = new();

    /// <summary>The last requests.</summary>
    public required ApiRecording ApiCalls { get; init; }

    /// <summary>The last AQL queries.</summary>
    public required ApiRecording Queries { get; init; }

    /// <summary>Set on agents.</summary>
    public IAgent? Agent { get; set; }

    /// <summary>Set on DB servers and coordinators.</summary>
    public ClusterMember? Cluster { get; set; }

    /// <summary>Where databases live: in the plan of the cluster for a coordinator, in the own data otherwise.</summary>
    public IDatabases Databases { get; }

    /// <summary>Where documents live: on the leaders of the shards for a coordinator, in the own data otherwise.</summary>
    public ICollections Collections { get; }

    /// <summary>Transactions over several requests, of a single server or a coordinator.</summary>
    public StreamTransactions Transactions => field ??= new StreamTransactions(this);

    /// <summary>A transaction of a single server or a coordinator that has begun.</summary>
    /// <exception cref="DataError">A collection is not there, or another transaction does not give it away in time.</exception>
    public async Task<IStreamTransaction> BeginTransactionAsync(
        string id, string database, TransactionOptions options, CancellationToken cancellationToken)
    {
        if (Cluster is { } cluster)
        {
            var sharded = new ShardedTransaction(cluster, id, options);
            await sharded.BeginAsync(database, cancellationToken);
            return sharded;
        }

        var local = new StreamTransaction(this, options);
        await local.BeginAsync(database, cancellationToken);
        return local;
    }

    /// <summary>What was removed because its time was over.</summary>
    public ExpiryFigures Expiry { get; } = new();

    public CommitFaults CommitFaults => field ??= new CommitFaults(FailurePoints, Crashes);

    /// <summary>The shards of a DB server.</summary>
    public Shards Shards { get; } = new();

    /// <summary>Set on DB servers.</summary>
    public ReplicationService Replication => _replication.Value;

    /// <summary>Reads what an earlier run has left, so that damage ends the start and not a later request.</summary>
    public void Recover()
    {
        if (!File.Exists(Path.Combine(DataDirectory, DataStore.JournalName)))
        {
            return;
        }

        try
        {
            _ = Data;
        }
        catch (InvalidDataException e)
        {
            throw new FatalException("be0ce", "engines", $"failed during rocksdb WAL recovery: {e.Message}", ExitCodes.Recovery);
        }
    }

    public void Dispose()
    {
        if (HasData)
        {
            _data.Value.Dispose();
        }
    }

    /// <summary>A number that nothing else in this deployment has.</summary>
    public async ValueTask<string> NextIdAsync(CancellationToken cancellationToken)
    {
        if (Cluster is { } cluster)
        {
            return await cluster.Ids.NextAsync(cancellationToken);
        }

        lock (Data.Gate)
        {
            return Data.Ticks.NextId().ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>A number for what lives on this server only; other coordinators read from it whom to ask.</summary>
    public async ValueTask<string> NextOwnIdAsync(CancellationToken cancellationToken) => State.Role == ServerRole.Coordinator
        ? Ticks.Next().ToString(CultureInfo.InvariantCulture)
        : await NextIdAsync(cancellationToken);

    private DataStore OpenData() => new(DataDirectory, Time);
}
