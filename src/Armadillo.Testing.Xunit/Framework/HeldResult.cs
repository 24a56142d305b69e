using Armadillo.Testing.Fixtures;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Armadillo.Testing.Xunit.Framework;

/// <summary>Holds the last result of a test case back, with all that follows it, until it is known what the end of the scope brought.</summary>
internal sealed class HeldResult(IMessageBus inner) : IMessageBus
{
    private readonly List<IMessageSinkMessage> _held = [];

    public TestOutcome Outcome => _held.FirstOrDefault() switch
    {
        ITestFailed => TestOutcome.Failed,
        ITestSkipped => TestOutcome.Skipped,
        _ => TestOutcome.Passed,
    };

    /// <summary>What is known of the failure of the last test: its messages.</summary>
    public Exception? Failure => _held.FirstOrDefault() is ITestFailed failed ? new InvalidOperationException(string.Join(Environment.NewLine, failed.Messages)) : null;

    public bool QueueMessage(IMessageSinkMessage message)
    {
        if (message is ITestResultMessage)
        {
            Forward();
        }
        else if (_held.Count == 0)
        {
            return inner.QueueMessage(message);
        }

        _held.Add(message);
        return true;
    }

    /// <summary>Lets the result go, with the scope's output, and as a failure when the scope found one.</summary>
    /// <returns>Whether a test that had passed has failed now.</returns>
    public bool Release(IReadOnlyList<Exception> problems, string output)
    {
        var turned = false;
        if (_held is [ITestResultMessage result, ..])
        {
            var text = result.Output + output;
            switch (result)
            {
                case ITestPassed when problems.Count > 0:
                    _held[0] = new TestFailed(result.Test, result.ExecutionTime, text, problems.Count == 1 ? problems[0] : new AggregateException(problems));
                    turned = true;
                    break;
                case ITestPassed:
                    _held[0] = new TestPassed(result.Test, result.ExecutionTime, text);
                    break;
                case ITestFailed failed:
                    _held[0] = new TestFailed(
                        result.Test,
                        result.ExecutionTime,
                        text,
                        [.. failed.ExceptionTypes, .. problems.Select(p => p.GetType().FullName!)],
                        [.. failed.Messages, .. problems.Select(p => p.Message)],
                        [.. failed.StackTraces, .. problems.Select(p => p.StackTrace ?? "")],
                        [.. failed.ExceptionParentIndices, .. problems.Select(_ => -1)]);
                    break;
            }
        }

        Forward();
        return turned;
    }

    public void Dispose()
    {
    }

    private void Forward()
    {
        foreach (var message in _held)
        {
            inner.QueueMessage(message);
        }

        _held.Clear();
    }
}
