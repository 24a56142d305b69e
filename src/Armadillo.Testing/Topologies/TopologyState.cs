namespace Armadillo.Testing.Topologies;

/// <summary>Where a topology is in its life.</summary>
public enum TopologyState
{
    /// <summary>Planned.</summary>
    Created,

    /// <summary>Instances are being started.</summary>
    Starting,

    /// <summary>All instances are ready and so is the whole.</summary>
    Running,

    /// <summary>Instances are being stopped.</summary>
    Stopping,

    /// <summary>All instances are gone.</summary>
    Stopped,
}
