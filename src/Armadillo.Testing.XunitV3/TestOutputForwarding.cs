using Armadillo.Testing.Fixtures;
using Xunit;

namespace Armadillo.Testing.XunitV3;

/// <summary>Progress into one test's output. Lines that come after the test ended are dropped: its output is closed then.</summary>
internal sealed class TestOutputForwarding : IDisposable, ITestHost
{
    private readonly Lock _lock = new();
    private readonly IDisposable _lines;
    private ITestOutputHelper? _output;

    public TestOutputForwarding(FixtureSession session, ITestOutputHelper output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
        _lines = session.ForwardTo(this);
    }

    public void WriteProgress(string line)
    {
        lock (_lock)
        {
            try
            {
                _output?.WriteLine(line);
            }
            catch (InvalidOperationException)
            {
                // The test ended without disposing this.
                _output = null;
            }
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        lock (_lock)
        {
            _output = null;
        }
    }
}
