using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Armadillo.Testing.Xunit.ScopedScenarios;

/// <summary>A framework of the user's own, which must be kept: it says that it runs.</summary>
public sealed class OwnFramework(IMessageSink messageSink) : XunitTestFramework(messageSink)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName)
    {
        DiagnosticMessageSink.OnMessage(new DiagnosticMessage("the user's own framework runs the tests"));
        return base.CreateExecutor(assemblyName);
    }
}
