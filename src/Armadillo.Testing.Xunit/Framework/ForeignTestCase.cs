using System.Reflection;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Requirements;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Armadillo.Testing.Xunit.Framework;

/// <summary>
/// A test case of another library, which runs itself: one scope around all of its tests. What the scope finds in the end becomes
/// the failure of its last test, whose result is held back until then.
/// </summary>
internal static class ForeignTestCase
{
    public static async Task<RunSummary> RunAsync(
        ScopedTestCase testCase,
        IMessageSink diagnosticMessageSink,
        IMessageBus messageBus,
        object[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource)
    {
        var testClass = testCase.TestMethod.TestClass.Class.ToRuntimeType();
        if (aggregator.HasExceptions || testCase.SkipReason is not null || testClass is null)
        {
            return await testCase.Inner.RunAsync(diagnosticMessageSink, messageBus, constructorArguments, aggregator, cancellationTokenSource).ConfigureAwait(false);
        }

        var current = new XunitTestRun(new XunitTest(testCase.Inner, testCase.DisplayName), cancellationTokenSource.Token);
        var requirements = testCase.TestMethod.Method.ToRuntimeMethod().GetCustomAttributes<RequirementAttribute>();
        var results = new HeldResult(messageBus);
        TestScope? scope = null;
        try
        {
            scope = await testCase.Run.BeginAsync(current, testClass, constructorArguments, requirements).ConfigureAwait(false);
            constructorArguments = scope.CompleteArguments(constructorArguments)!;
        }
        catch (Exception e)
        {
            // The case tells it as its own failure.
            aggregator.Add(e);
        }

        var summary = await testCase.Inner.RunAsync(diagnosticMessageSink, results, constructorArguments, aggregator, cancellationTokenSource).ConfigureAwait(false);
        var problems = scope is null ? [] : await scope.EndAsync(results.Outcome, results.Failure).ConfigureAwait(false);
        summary.Failed += results.Release(problems, current.Output) ? 1 : 0;
        return summary;
    }
}
