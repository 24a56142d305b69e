using Armadillo.Testing.Configuration;

namespace Armadillo.Testing.ArangoDb.Specs;

/// <summary>Which values the specs allow, the same for code and for configuration.</summary>
internal static class ArangoLimits
{
    public static ValueLimit<int> Agents { get; } = new("odd and at least 1", static count => count >= 1 && count % 2 == 1);

    public static ValueLimit<int> Count { get; } = new("at least 1", static count => count >= 1);

    public static ValueLimit<TimeSpan> ElectionTimeoutMin { get; } = new("at least 0.15 s", static time => time >= TimeSpan.FromSeconds(0.15));

    public static ValueLimit<TimeSpan> Timeout { get; } = new("more than zero", static time => time > TimeSpan.Zero);
}
