namespace Armadillo.Testing.Instances;

/// <summary>What the looks at an instance's health say.</summary>
public enum InstanceHealth
{
    /// <summary>Not looked at: it has no health spec, or no look has counted yet.</summary>
    Unknown,

    /// <summary>The last looks succeeded.</summary>
    Healthy,

    /// <summary>As many looks in a row as the spec says failed.</summary>
    Unhealthy,
}
