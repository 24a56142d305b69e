using Armadillo.Testing.Requirements;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Armadillo.Testing.Xunit.Framework;

/// <summary>Turns a test that asked to be skipped from a failed into a skipped one.</summary>
internal sealed class SkipBus(IMessageBus inner) : IMessageBus
{
    private int _skipped;

    public int Skipped => _skipped;

    public bool QueueMessage(IMessageSinkMessage message)
    {
        if (message is ITestFailed { ExceptionTypes: [var type, ..], Messages: [var reason, ..] } failed && type == typeof(TestSkippedException).FullName)
        {
            Interlocked.Increment(ref _skipped);
            return inner.QueueMessage(new TestSkipped(failed.Test, reason));
        }

        return inner.QueueMessage(message);
    }

    // The bus belongs to the framework.
    public void Dispose()
    {
    }
}
