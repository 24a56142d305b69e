using Armadillo.Testing.Readiness;

namespace Armadillo.Testing.Diagnostics;

/// <summary>Something that was waited for did not come true in time. The message explains the whole situation.</summary>
public sealed class WaitTimeoutException : TimeoutException
{
    /// <summary>Creates the exception.</summary>
    public WaitTimeoutException(string message, Observation lastObservation)
        : base(message) => LastObservation = lastObservation;

    /// <summary>What the last look showed.</summary>
    public Observation LastObservation { get; }
}
