using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Specs;
using Xunit;
using Xunit.Sdk;

namespace Armadillo.Testing.XunitV3;

/// <summary>
/// A fixture that starts a topology before the first test of its scope and stops it after the last: for
/// <c>IClassFixture</c>, <c>ICollectionFixture</c> and <c>AssemblyFixture</c>. A subclass without a body is a whole fixture for
/// any kit's spec.
/// </summary>
/// <typeparam name="TSpec">The kit's spec.</typeparam>
public abstract class TopologyFixture<TSpec> : TopologyFixtureBase<TSpec>, IAsyncLifetime
    where TSpec : ITopologySpec, new()
{
    /// <summary>A fixture that shows its progress as diagnostic messages of the assembly that runs, on standard output when none does.</summary>
    protected TopologyFixture()
        : base(new XunitTestHost(null))
    {
    }

    /// <summary>A fixture that shows its progress as diagnostic messages. xUnit passes the sink to a fixture's one public constructor.</summary>
    protected TopologyFixture(IMessageSink diagnosticMessages)
        : base(new XunitTestHost(diagnosticMessages))
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
