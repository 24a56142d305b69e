using System.Reflection;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Requirements;
using Xunit.Sdk;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>
/// A test case of another library, which runs itself: one scope around all of its tests. What the scope finds in the end becomes
/// the failure of its last test, whose result is held back until then.
/// </summary>
internal static class ForeignTestCase
{
    public static async ValueTask<RunSummary> RunAsync(
        ISelfExecutingXunitTestCase testCase,
        AssemblyRun run,
        ExplicitOption explicitOption,
        IMessageBus messageBus,
        object?[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource)
    {
        if (aggregator.HasExceptions || !explicitOption.Selects(testCase))
        {
            return await testCase.Run(explicitOption, messageBus, constructorArguments, aggregator, cancellationTokenSource).ConfigureAwait(true);
        }

        var results = new HeldResult(messageBus);
        var current = new ForeignTestRun(testCase, results, cancellationTokenSource.Token);
        TestScope scope;
        try
        {
            var requirements = testCase.TestMethod.Method.GetCustomAttributes<RequirementAttribute>();
            scope = await run.BeginAsync(current, testCase.TestClass.Class, constructorArguments, requirements).ConfigureAwait(true);
        }
        catch (TestSkippedException e)
        {
            XunitRunnerHelper.SkipTestCases(messageBus, cancellationTokenSource, [testCase], e.Message);
            return new RunSummary { Total = 1, Skipped = 1 };
        }
        catch (Exception e)
        {
            return XunitRunnerHelper.FailTestCases(messageBus, cancellationTokenSource, [testCase], e);
        }

        var arguments = new ScopedArguments(testCase.TestClass, constructorArguments);
        aggregator.Run(() => arguments.Complete(scope));
        var summary = await testCase.Run(explicitOption, results, arguments.Values, aggregator, cancellationTokenSource).ConfigureAwait(true);
        var problems = await scope.EndAsync(results.Outcome, results.Failure).ConfigureAwait(true);
        summary.Failed += results.Release(problems) ? 1 : 0;
        return summary;
    }
}
