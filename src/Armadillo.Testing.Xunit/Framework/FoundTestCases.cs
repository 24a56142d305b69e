using Xunit.Abstractions;

namespace Armadillo.Testing.Xunit.Framework;

/// <summary>Collects what a discoverer finds.</summary>
internal sealed class FoundTestCases : IMessageSink, IDisposable
{
    private readonly List<ITestCase> _found = [];
    private readonly ManualResetEventSlim _complete = new();

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestCaseDiscoveryMessage discovered:
                _found.Add(discovered.TestCase);
                break;
            case IDiscoveryCompleteMessage:
                _complete.Set();
                break;
        }

        return true;
    }

    public IReadOnlyList<ITestCase> Wait()
    {
        _complete.Wait();
        return _found;
    }

    public void Dispose() => _complete.Dispose();
}
