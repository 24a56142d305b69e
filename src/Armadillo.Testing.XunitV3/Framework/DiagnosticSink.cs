using Xunit;
using Xunit.Sdk;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>xUnit's sink for diagnostic messages, which it hands only to fixtures that it makes itself.</summary>
internal sealed class DiagnosticSink(ITestContext context) : IMessageSink
{
    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is IDiagnosticMessage diagnostic)
        {
            context.SendDiagnosticMessage(diagnostic.Message);
        }

        return true;
    }
}
