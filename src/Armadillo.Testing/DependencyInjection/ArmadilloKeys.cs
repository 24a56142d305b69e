using System.Globalization;
using Armadillo.Testing.Configuration;
using Armadillo.Testing.Network;

namespace Armadillo.Testing.DependencyInjection;

/// <summary>The keys of <see cref="ArmadilloOptions"/>, at the top of the configuration.</summary>
internal static class ArmadilloKeys
{
    public static void Describe(SectionKeys<ArmadilloOptions> keys) => keys
        .Add(options => options.TimeoutMultiplier, ArmadilloLimits.TimeoutMultiplier)
        .Add(options => options.RunTimeout, ArmadilloLimits.RunTimeout)
        .AddPath(options => options.RootDirectory, ArmadilloLimits.RootDirectory)
        .Add(options => options.Retention)
        .AddParsed(options => options.Ports, $"two ports such as {PortRange.Default}, {ArmadilloLimits.Ports.Text}", ReadPorts)
        .Add(options => options.LogRingLines, ArmadilloLimits.LogRingLines)
        .Add(options => options.Launcher);

    private static object? ReadPorts(ConfiguredText text)
    {
        var ends = text.Text.Split('-', StringSplitOptions.TrimEntries);
        return ends.Length == 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && ArmadilloLimits.Ports.Allows(new PortRange(first, last))
                ? new PortRange(first, last)
                : null;
    }
}
