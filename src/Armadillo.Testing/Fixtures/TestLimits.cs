using Armadillo.Testing.Configuration;

namespace Armadillo.Testing.Fixtures;

/// <summary>Which values <see cref="TestOptions"/> allows, the same for code and for configuration.</summary>
internal static class TestLimits
{
    public static ValueLimit<int> LogSliceLimit { get; } = new("1000 to 10000000", static value => value is >= 1000 and <= 10_000_000);

    public static ValueLimit<TimeSpan> AftercareTimeout { get; } = new("more than zero", static value => value > TimeSpan.Zero);

    public static ValueLimit<long> MemoryPerInstance { get; } = new("0 or more", static value => value >= 0);
}
