using Armadillo.Testing.Fixtures;
using Armadillo.Testing.NUnit.Running;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.NUnit;

/// <summary>
/// A fixture that starts a topology before the first test of its scope and stops it after the last: for classes with
/// <see cref="TopologyTestsAttribute"/> and for a <c>SetUpFixture</c>. A subclass without a body is a whole fixture for any kit's spec.
/// </summary>
/// <typeparam name="TSpec">The kit's spec.</typeparam>
public abstract class TopologyFixture<TSpec> : TopologyFixtureBase<TSpec>
    where TSpec : ITopologySpec, new()
{
    /// <summary>A fixture that shows its progress as NUnit's progress output.</summary>
    protected TopologyFixture()
        : base(new NUnitTestHost())
    {
    }

    /// <summary>
    /// Starts the topology: for a <c>OneTimeSetUp</c> method of a class or of a <c>SetUpFixture</c>. It belongs to all tests below
    /// that. A second call returns the first start.
    /// </summary>
    public new Task StartAsync() => TestTree.StartHereAsync(this, base.StartAsync);

    /// <summary>Stops the topology: for a <c>OneTimeTearDown</c> method. Does nothing when it was never started.</summary>
    public new Task StopAsync() => base.StopAsync();

    /// <summary>Writes what happens from now on, and the important log lines, somewhere else too, until the result is disposed.</summary>
    /// <param name="output">For example <c>TestContext.Out</c>, for the output of the running test.</param>
    public IDisposable ForwardTo(TextWriter output) => Session.ForwardTo(new WriterTestHost(output));
}
