using Armadillo.Testing.Configuration;
using Armadillo.Testing.Network;

namespace Armadillo.Testing.DependencyInjection;

/// <summary>Which values the options allow, the same for code and for configuration.</summary>
internal static class ArmadilloLimits
{
    public static ValueLimit<double> TimeoutMultiplier { get; } = new("more than 0 and at most 100", static value => value is > 0 and <= 100);

    public static ValueLimit<TimeSpan> RunTimeout { get; } = new("more than zero, or infinite", static value => value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan);

    public static ValueLimit<PortRange> Ports { get; } = new(
        "within 1024 to 65535, lowest first", static value => value.First is >= 1024 and <= 65535 && value.Last >= value.First && value.Last <= 65535);

    public static ValueLimit<int> LogRingLines { get; } = new("10 to 100000", static value => value is >= 10 and <= 100_000);

    public static ValueLimit<string> RootDirectory { get; } = new("of an existing directory", Directory.Exists);
}
