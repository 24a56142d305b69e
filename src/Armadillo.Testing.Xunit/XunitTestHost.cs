using Armadillo.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Armadillo.Testing.Xunit;

/// <summary>
/// Progress as xUnit's diagnostic messages, shown when the file xunit.runner.json says <c>"diagnosticMessages": true</c>; for
/// fixtures without a sink that of the running assembly, otherwise standard output.
/// </summary>
internal sealed class XunitTestHost(IMessageSink? sink) : ITestHost
{
    public void WriteProgress(string line)
    {
        if ((sink ?? AssemblyRun.Current?.Services.GetService<IMessageSink>()) is { } target)
        {
            target.OnMessage(new DiagnosticMessage(line));
        }
        else
        {
            Console.WriteLine(line);
        }
    }
}
