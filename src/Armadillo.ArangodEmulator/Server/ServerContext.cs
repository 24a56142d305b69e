using Armadillo.ArangodEmulator.Agency;
using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Crashes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Debugging;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Options;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Users;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>What the parts of one server share.</summary>
internal sealed class ServerContext : IDisposable
{
    private readonly Lazy<DataStore> _data;

    public ServerContext(ServerRole role)
    {
        _data = new Lazy<DataStore>(OpenData);
        Databases = role == ServerRole.Coordinator ? new PlannedDatabases(this) : new LocalDatabases(this);
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

    public required string DataDirectory { get; init; }

    /// <summary>Set on agents.</summary>
    public IAgent? Agent { get; set; }

    /// <summary>Set on DB servers and coordinators.</summary>
    public ClusterMember? Cluster { get; set; }

    /// <summary>Where databases live: in the plan of the cluster for a coordinator, in the own data otherwise.</summary>
    public IDatabases Databases { get; }

    public void Dispose()
    {
        if (_data.IsValueCreated)
        {
            _data.Value.Dispose();
        }
    }

    private DataStore OpenData() => new(DataDirectory, Time);
}
