using Armadillo.Testing.Fixtures;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Armadillo.Testing.Xunit;

/// <summary>
/// Progress as xUnit's diagnostic messages, shown when the file xunit.runner.json says <c>"diagnosticMessages": true</c>; for
/// fixtures without a sink on standard output.
/// </summary>
internal sealed class XunitTestHost(IMessageSink? sink) : ITestHost
{
    public void WriteProgress(string line)
    {
        if (sink is null)
        {
            Console.WriteLine(line);
        }
        else
        {
            sink.OnMessage(new DiagnosticMessage(line));
        }
    }
}
