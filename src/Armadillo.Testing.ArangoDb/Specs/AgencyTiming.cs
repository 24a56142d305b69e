namespace Armadillo.Testing.ArangoDb.Specs;

/// <summary>
/// How fast the agency notices things. The defaults for elections are shorter than arangod's (1 s and 5 s), so that tests do
/// not spend their time waiting for a leader.
/// </summary>
public sealed record AgencyTiming
{
    /// <summary>Shortest time without a leader's sign of life before an agent stands for election. Default: 0.25 s; at least 0.15 s.</summary>
    public TimeSpan ElectionTimeoutMin { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>Longest such time. Default: 1 s; more than twice <see cref="ElectionTimeoutMin"/>.</summary>
    public TimeSpan ElectionTimeoutMax { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between two rounds of the supervision. Default: 1 s.</summary>
    public TimeSpan SupervisionFrequency { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Age of a heartbeat up to which a server is GOOD. Default: 5 s.</summary>
    public TimeSpan SupervisionOkThreshold { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Age of a heartbeat from which a server is FAILED. Default: 10 s. Heartbeats come each second.</summary>
    public TimeSpan SupervisionGracePeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether log entries are synced to disk before they are acknowledged. Default: no, which is faster and safe against everything but a crash of the machine.</summary>
    public bool WaitForSync { get; init; }

    internal IEnumerable<string> FindProblems()
    {
        if (!ArangoLimits.ElectionTimeoutMin.Allows(ElectionTimeoutMin))
        {
            yield return $"AgencyTiming.ElectionTimeoutMin is {ElectionTimeoutMin.TotalSeconds} s; it must be {ArangoLimits.ElectionTimeoutMin.Text}.";
        }

        if (ElectionTimeoutMax <= ElectionTimeoutMin * 2)
        {
            yield return $"AgencyTiming.ElectionTimeoutMax is {ElectionTimeoutMax.TotalSeconds} s; it must be more than twice ElectionTimeoutMin ({ElectionTimeoutMin.TotalSeconds} s).";
        }

        if (!ArangoLimits.Timeout.Allows(SupervisionFrequency))
        {
            yield return $"AgencyTiming.SupervisionFrequency is {SupervisionFrequency.TotalSeconds} s; it must be {ArangoLimits.Timeout.Text}.";
        }

        if (SupervisionGracePeriod < SupervisionOkThreshold)
        {
            yield return $"AgencyTiming.SupervisionGracePeriod is {SupervisionGracePeriod.TotalSeconds} s; it must not be less than SupervisionOkThreshold ({SupervisionOkThreshold.TotalSeconds} s).";
        }
    }
}
