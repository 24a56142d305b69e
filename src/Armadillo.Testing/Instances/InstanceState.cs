namespace Armadillo.Testing.Instances;

/// <summary>Where an instance is in its life.</summary>
public enum InstanceState
{
    /// <summary>Planned, never launched.</summary>
    Created,

    /// <summary>Launched, not ready yet.</summary>
    Starting,

    /// <summary>Ready.</summary>
    Running,

    /// <summary>Stopped by SIGSTOP; goes on where it was after a resume.</summary>
    Suspended,

    /// <summary>Asked to end, or killed on purpose, and not gone yet.</summary>
    Stopping,

    /// <summary>Gone, as announced. Can be started again.</summary>
    Stopped,

    /// <summary>Gone without announcement. Can be started again.</summary>
    Crashed,
}
