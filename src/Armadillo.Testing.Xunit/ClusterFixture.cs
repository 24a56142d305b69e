using Armadillo.Testing.ArangoDb.Fixtures;
using Xunit;
using Xunit.Abstractions;

namespace Armadillo.Testing.Xunit;

/// <summary>A running cluster of three agents, two database servers and a coordinator. Use it as <c>IClassFixture&lt;ClusterFixture&gt;</c>; derive from it to change the shape.</summary>
public class ClusterFixture : ClusterFixtureBase, IAsyncLifetime
{
    /// <summary>For the test framework: progress as diagnostic messages.</summary>
    public ClusterFixture(IMessageSink diagnosticMessages)
        : base(new XunitTestHost(diagnosticMessages))
    {
    }

    /// <summary>For derived fixtures: progress on standard output.</summary>
    protected ClusterFixture()
        : base(new XunitTestHost(null))
    {
    }

    /// <summary>Writes what happens from now on, and the important log lines, into the output of one test, until the result is disposed.</summary>
    /// <param name="output">The output helper of the running test.</param>
    public IDisposable ForwardTo(ITestOutputHelper output) => new TestOutputForwarding(Session, output);

    Task IAsyncLifetime.InitializeAsync() => StartAsync();

    Task IAsyncLifetime.DisposeAsync() => StopAsync();
}
