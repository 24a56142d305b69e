using Armadillo.Testing.Fixtures;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Armadillo.Testing.Xunit.Framework;

/// <summary>A test case that runs its tests in scopes of their own. For everything else it is the case that it wraps.</summary>
internal sealed class ScopedTestCase(IXunitTestCase inner, AssemblyRun run) : IXunitTestCase
{
    public IXunitTestCase Inner => inner;

    public AssemblyRun Run => run;

    public Exception InitializationException => inner.InitializationException;

    public IMethodInfo Method => inner.Method;

    public int Timeout => inner.Timeout;

    public string DisplayName => inner.DisplayName;

    public string SkipReason => inner.SkipReason;

    public ISourceInformation SourceInformation
    {
        get => inner.SourceInformation;
        set => inner.SourceInformation = value;
    }

    public ITestMethod TestMethod => inner.TestMethod;

    public object[] TestMethodArguments => inner.TestMethodArguments;

    public Dictionary<string, List<string>> Traits => inner.Traits;

    public string UniqueID => inner.UniqueID;

    public async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        var results = new SkipBus(messageBus);
        var remaining = MissingArguments.Forgive(aggregator);

        // The case's own runner is replaced only where it is xUnit's, which runs the tests; others know better how theirs run.
        var summary = inner.GetType() switch
        {
            var type when type == typeof(XunitTestCase) => await new ScopedTestCaseRunner(
                this, DisplayName, SkipReason, constructorArguments, TestMethodArguments, results, remaining, cancellationTokenSource).RunAsync().ConfigureAwait(false),
            var type when type == typeof(XunitTheoryTestCase) => await new ScopedTheoryTestCaseRunner(
                this, DisplayName, SkipReason, constructorArguments, diagnosticMessageSink, results, remaining, cancellationTokenSource).RunAsync().ConfigureAwait(false),
            _ => await ForeignTestCase.RunAsync(this, diagnosticMessageSink, results, constructorArguments, remaining, cancellationTokenSource).ConfigureAwait(false),
        };
        summary.Failed -= results.Skipped;
        summary.Skipped += results.Skipped;
        return summary;
    }

    public void Deserialize(IXunitSerializationInfo info) => inner.Deserialize(info);

    public void Serialize(IXunitSerializationInfo info) => inner.Serialize(info);
}
