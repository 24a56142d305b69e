using Armadillo.Testing.Fixtures;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3;

/// <summary>
/// Progress as xUnit's diagnostic messages, shown when the file xunit.runner.json says <c>"diagnosticMessages": true</c>; on
/// standard output where no test framework runs. What happens later happens outside of xUnit's context, so that is kept.
/// </summary>
internal sealed class XunitTestHost(IMessageSink? sink) : ITestHost
{
    private readonly ITestContext _context = TestContext.Current;

    public void WriteProgress(string line)
    {
        if (sink is not null)
        {
            sink.OnMessage(new DiagnosticMessage(line));
        }
        else if (_context.PipelineStage != TestPipelineStage.Unknown)
        {
            _context.SendDiagnosticMessage(line);
        }
        else
        {
            Console.WriteLine(line);
        }
    }
}
