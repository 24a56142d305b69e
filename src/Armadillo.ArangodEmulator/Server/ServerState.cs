using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Server;

internal enum ServerMode
{
    Startup,
    Maintenance,
    Default,
}

/// <summary>Where this server is in its life; written by the lifecycle, read by the routes.</summary>
internal sealed class ServerState(ServerRole role)
{
    private volatile ServerMode _mode = ServerMode.Startup;
    private volatile bool _stopping;
    private volatile bool _readOnly;
    private volatile string _phase = "in prepare";
    private volatile string _clusterState = "STARTUP";
    private volatile string _foxxMaster = "";

    public ServerRole Role { get; } = role;

    public string Id { get; set; } = "";

    /// <summary>--cluster.my-address; empty outside a cluster.</summary>
    public string Address { get; set; } = "";

    public long RebootId { get; set; }

    /// <summary>The number in the short name of a member of a cluster; 0 outside one.</summary>
    public long ShortId { get; set; }

    public JsonArray AgencyEndpoints { get; set; } = [];

    public ServerMode Mode { get => _mode; set => _mode = value; }

    /// <summary>From the first signal or shutdown request on.</summary>
    public bool Stopping { get => _stopping; set => _stopping = value; }

    public bool ReadOnly { get => _readOnly; set => _readOnly = value; }

    /// <summary>Phase of arangod's application server: in prepare, in start, in wait, in shutdown, in stop.</summary>
    public string Phase { get => _phase; set => _phase = value; }

    /// <summary>STARTUP, SERVING or SHUTDOWN, as the heartbeat says it.</summary>
    public string ClusterState { get => _clusterState; set => _clusterState = value; }

    public string FoxxMaster { get => _foxxMaster; set => _foxxMaster = value; }
}
