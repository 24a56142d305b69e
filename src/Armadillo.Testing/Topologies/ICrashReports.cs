using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Instances;

namespace Armadillo.Testing.Topologies;

/// <summary>
/// The crashes of a topology as data, and the way for a test to expect one. A crash that nobody expected fails the running test;
/// an expected one ends nothing but its process.
/// </summary>
public interface ICrashReports
{
    /// <summary>Every report so far, expected ones included, oldest first.</summary>
    IReadOnlyList<CrashReport> All { get; }

    /// <summary>The reports that came while the running test ran, oldest first; all of them when no test is known.</summary>
    IReadOnlyList<CrashReport> OfThisTest { get; }

    /// <summary>Expects the next unannounced exit of an instance. Dispose the result to stop expecting it.</summary>
    /// <param name="instance">Must have a process.</param>
    /// <exception cref="InstanceStateException">No process runs.</exception>
    ExpectedCrash Expect(Instance instance);

    /// <summary>Declares the crashes so far as dealt with: waits work again, and crashed members can be started.</summary>
    void Accept();
}
