using Armadillo.Testing.ArangoDb.Fixtures;
using Armadillo.Testing.NUnit.Running;

namespace Armadillo.Testing.NUnit;

/// <summary>
/// A running cluster of three agents, two database servers and a coordinator. Ask for it in the constructor of a class with <see cref="TopologyTestsAttribute"/>, or own one
/// in a <c>SetUpFixture</c>; derive from it to change the shape.
/// </summary>
public class ClusterFixture : ClusterFixtureBase
{
    /// <summary>A fixture that shows its progress as NUnit's progress output.</summary>
    public ClusterFixture()
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
