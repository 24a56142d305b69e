using Armadillo.Testing.ArangoDb.Fixtures;
using Xunit;
using Xunit.Sdk;

namespace Armadillo.Testing.XunitV3;

/// <summary>A running single server. Use it as <c>IClassFixture&lt;SingleServerFixture&gt;</c>, as <c>ICollectionFixture&lt;SingleServerFixture&gt;</c> or as <c>[assembly: AssemblyFixture(typeof(SingleServerFixture))]</c>; derive from it to change the shape.</summary>
public class SingleServerFixture : SingleServerFixtureBase, IAsyncLifetime
{
    /// <summary>For the test framework: progress as diagnostic messages.</summary>
    public SingleServerFixture(IMessageSink diagnosticMessages)
        : base(new XunitTestHost(diagnosticMessages))
    {
    }

    /// <summary>For derived fixtures: progress as diagnostic messages of the assembly that runs, on standard output when none does.</summary>
    protected SingleServerFixture()
        : base(new XunitTestHost(null))
    {
    }

    /// <summary>Writes what happens from now on, and the important log lines, into the output of one test, until the result is disposed.</summary>
    /// <param name="output">The output helper of the running test.</param>
    public IDisposable ForwardTo(ITestOutputHelper output) => new TestOutputForwarding(Session, output);

    ValueTask IAsyncLifetime.InitializeAsync() => new(StartAsync());

    ValueTask IAsyncDisposable.DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return new(StopAsync());
    }
}
