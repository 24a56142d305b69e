using System.Text;
using Armadillo.Testing.Fixtures;
using Xunit.Sdk;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>Holds the last result of a test case back, with all that follows it, until it is known what the end of the scope brought.</summary>
internal sealed class HeldResult(IMessageBus inner) : IMessageBus
{
    private readonly List<IMessageSinkMessage> _held = [];
    private readonly StringBuilder _output = new();
    private readonly Dictionary<string, TestAttachment> _attachments = [];

    public TestOutcome Outcome => _held.FirstOrDefault() switch
    {
        ITestFailed => TestOutcome.Failed,
        ITestSkipped or ITestNotRun => TestOutcome.Skipped,
        _ => TestOutcome.Passed,
    };

    /// <summary>What is known of the failure of the last test: its messages.</summary>
    public Exception? Failure => _held.FirstOrDefault() is ITestFailed failed ? new InvalidOperationException(string.Join(Environment.NewLine, failed.Messages)) : null;

    public bool QueueMessage(IMessageSinkMessage message)
    {
        // Also the news that a test has finished is a result for xUnit; it belongs to the one before.
        if (message is ITestResultMessage and not ITestFinished)
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

    public void WriteOutput(string text)
    {
        lock (_output)
        {
            _output.AppendLine(text);
        }
    }

    public void Attach(string name, string path) => _attachments[AttachmentName.Free(name, _attachments)] = TestAttachment.Create(File.ReadAllText(path));

    /// <summary>Lets the result go, with the scope's output, and as a failure when the scope found one.</summary>
    /// <returns>Whether a test that had passed has failed now.</returns>
    public bool Release(IReadOnlyList<Exception> problems)
    {
        var turned = false;
        if (problems.Count > 0 && _held is [ITestResultMessage result and (ITestPassed or ITestFailed), ..])
        {
            turned = result is ITestPassed;
            _held[0] = Failed(result, problems);
        }

        foreach (var message in _held.OfType<TestResultMessage>())
        {
            message.Output += _output;
            if (message is TestFinished finished && _attachments.Count > 0)
            {
                finished.Attachments = finished.Attachments.Concat(_attachments).DistinctBy(a => a.Key).ToDictionary();
            }
        }

        Forward();
        return turned;
    }

    // The bus belongs to the framework.
    public void Dispose()
    {
    }

    private static TestFailed Failed(ITestResultMessage result, IReadOnlyList<Exception> problems)
    {
        var told = ExceptionUtility.ExtractMetadata(problems.Count == 1 ? problems[0] : new AggregateException(problems));
        var before = result as ITestFailed;
        return new TestFailed
        {
            AssemblyUniqueID = result.AssemblyUniqueID,
            TestCollectionUniqueID = result.TestCollectionUniqueID,
            TestClassUniqueID = result.TestClassUniqueID,
            TestMethodUniqueID = result.TestMethodUniqueID,
            TestCaseUniqueID = result.TestCaseUniqueID,
            TestUniqueID = result.TestUniqueID,
            ExecutionTime = result.ExecutionTime,
            FinishTime = result.FinishTime,
            Output = result.Output,
            Warnings = result.Warnings,
            Cause = before?.Cause ?? told.Cause,
            ExceptionTypes = [.. before?.ExceptionTypes ?? [], .. told.ExceptionTypes],
            Messages = [.. before?.Messages ?? [], .. told.Messages],
            StackTraces = [.. before?.StackTraces ?? [], .. told.StackTraces],
            ExceptionParentIndices = [.. before?.ExceptionParentIndices ?? [], .. told.ExceptionParentIndices.Select(i => i < 0 ? i : i + (before?.ExceptionTypes.Length ?? 0))],
        };
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
