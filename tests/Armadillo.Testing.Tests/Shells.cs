using Armadillo.Testing.Specs;

namespace Armadillo.Testing.Tests;

/// <summary>Instances that are small shell scripts: quick to start, and what they do can be read in the test.</summary>
internal static class Shells
{
    public static TopologySpec Topology(params InstanceSpec[] instances) => new() { Name = "shells", Instances = instances };

    public static InstanceSpec Shell(string name, string script) => new()
    {
        Name = name,
        Role = "shell",
        Program = "/bin/sh",
        Arguments = _ => ["-c", script],
        Ports = [],
        Stop = new StopSpec { SignalDeathIsClean = true },
    };
}
