namespace Armadillo.ArangodEmulator.Agency;

/// <summary>The agency.* startup options of one agent, with arangod 3.12's defaults.</summary>
internal sealed record AgencySettings
{
    public int Size { get; init; } = 1;

    /// <summary>Endpoints of all agents (--agency.endpoint, repeated); may contain the own one.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>The endpoint that others reach this agent at (--agency.my-address).</summary>
    public required string MyAddress { get; init; }

    public TimeSpan ElectionTimeoutMin { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan ElectionTimeoutMax { get; init; } = TimeSpan.FromSeconds(5);

    public bool Supervision { get; init; }

    public TimeSpan SupervisionFrequency { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan SupervisionOkThreshold { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan SupervisionGracePeriod { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan SupervisionExpiredServersGracePeriod { get; init; } = TimeSpan.FromSeconds(3600);

    public TimeSpan SupervisionDelayAddFollower { get; init; }

    public TimeSpan SupervisionDelayFailedFollower { get; init; }

    public bool FailedLeaderAddsFollower { get; init; } = true;

    public bool WaitForSync { get; init; } = true;

    public int CompactionStepSize { get; init; } = 1000;

    public int CompactionKeepSize { get; init; } = 50000;

    public int MaxAppendSize { get; init; } = 250;
}
