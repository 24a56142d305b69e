using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Tests.Processes;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class PortableProcessLauncherTests() : ProcessLauncherTests(ProcessLauncherKind.Portable)
{
    protected override bool ExitsAreExact => false;

    protected override bool FindsDaemons => false;

    protected override bool StartsClean => false;

    [Fact]
    public async Task Limits_are_refused_rather_than_ignored()
    {
        var launch = Bench.Plan("true") with { Limits = new ProcessLimits { Nice = 5 } };
        var error = await Assert.ThrowsAsync<ProcessLaunchException>(() => Bench.Launcher.LaunchAsync(launch, Workbench.Patience));
        Assert.Contains("Linux launcher", error.Message, StringComparison.Ordinal);
    }
}
