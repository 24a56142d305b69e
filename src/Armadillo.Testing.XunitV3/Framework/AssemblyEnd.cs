using Armadillo.Testing.Fixtures;
using Xunit.Sdk;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>Keeps the news that the assembly has finished until its run has ended; what goes wrong then is the assembly's failure.</summary>
internal sealed class AssemblyEnd(IMessageSink inner) : IMessageSink
{
    private ITestAssemblyFinished? _finished;

    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is ITestAssemblyFinished finished)
        {
            _finished = finished;
            return true;
        }

        return inner.OnMessage(message);
    }

    public async ValueTask ReleaseAsync(AssemblyRun run)
    {
        try
        {
            await run.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (_finished is not null)
        {
            inner.OnMessage(TestAssemblyCleanupFailure.FromException(e, _finished.AssemblyUniqueID));
        }

        if (_finished is not null)
        {
            inner.OnMessage(_finished);
        }
    }
}
