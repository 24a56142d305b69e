using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.TopologyHost;

/// <summary>What both kinds of host start from.</summary>
internal static class Host
{
    internal static ServiceProvider CreateProvider(string root) =>
        new ServiceCollection().AddArmadillo(options => options.RootDirectory = root).BuildServiceProvider();

    /// <summary>A member that listens on its leased port after it has done what comes before.</summary>
    internal static InstanceSpec Listener(string name, string misbehaver, params string[] before) => new()
    {
        Name = name,
        Role = "listener",
        Program = misbehaver,
        Arguments = context => [.. before, "--listen", $"{context.Self.Port}"],
        Readiness = Condition.LogLine("^listening on"),

        // The runtime of the program turns SIGTERM into this code.
        Stop = new StopSpec { CleanExitCodes = [0, 143], SignalDeathIsClean = true },
    };
}
