namespace Armadillo.Testing.ArangoDb.Health;

/// <summary>What the agency's supervision thinks of a server, as GET /_admin/cluster/health tells it.</summary>
public enum ServerHealth
{
    /// <summary>The server is not listed, or its status is not known yet.</summary>
    Unknown,

    /// <summary>Its last heartbeat is young.</summary>
    Good,

    /// <summary>Its last heartbeat is older than the ok threshold.</summary>
    Bad,

    /// <summary>Its last heartbeat is older than the grace period.</summary>
    Failed,
}
