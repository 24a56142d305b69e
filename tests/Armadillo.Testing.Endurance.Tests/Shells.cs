using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.Endurance.Tests;

/// <summary>Cheap members.</summary>
internal static class Shells
{
    public static TopologySpec Topology(string name, params IReadOnlyList<InstanceSpec> instances) => new() { Name = name, Instances = instances };

    /// <summary>A member with a leased port that is ready when it has written a line, and ends at SIGTERM.</summary>
    public static InstanceSpec Sleeper(string name) => Script(name, "echo up; exec sleep 1000") with { Readiness = Condition.LogLine("^up$") };

    public static InstanceSpec Script(string name, string script) => new()
    {
        Name = name,
        Role = "shell",
        Program = "/bin/sh",
        Arguments = _ => ["-c", script],
        Stop = new StopSpec { SignalDeathIsClean = true },
    };
}
