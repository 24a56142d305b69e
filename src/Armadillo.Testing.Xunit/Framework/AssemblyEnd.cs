using Armadillo.Testing.Fixtures;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Armadillo.Testing.Xunit.Framework;

/// <summary>Ends the run before the news goes out that the assembly has finished; what goes wrong then is the assembly's failure.</summary>
internal sealed class AssemblyEnd(IMessageSink inner, AssemblyRun run) : IMessageSink
{
    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is ITestAssemblyFinished finished)
        {
            try
            {
                // xUnit v2 knows no asynchronous end; nothing else runs any more.
                Task.Run(() => run.DisposeAsync().AsTask()).GetAwaiter().GetResult();
            }
            catch (Exception e)
            {
                inner.OnMessage(new TestAssemblyCleanupFailure(finished.TestCases, finished.TestAssembly, e));
            }
        }

        return inner.OnMessage(message);
    }
}
