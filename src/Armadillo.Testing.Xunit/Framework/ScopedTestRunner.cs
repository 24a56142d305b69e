using System.Reflection;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Requirements;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Armadillo.Testing.Xunit.Framework;

/// <summary>Runs one test in its scope: begun before the class is made, ended after it is disposed.</summary>
internal sealed class ScopedTestRunner(
    AssemblyRun run,
    ITest test,
    IMessageBus messageBus,
    Type testClass,
    object[] constructorArguments,
    MethodInfo testMethod,
    object[] testMethodArguments,
    string skipReason,
    IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes,
    ExceptionAggregator aggregator,
    CancellationTokenSource cancellationTokenSource)
    : XunitTestRunner(test, messageBus, testClass, constructorArguments, testMethod, testMethodArguments, skipReason, beforeAfterAttributes, aggregator, cancellationTokenSource)
{
    protected override async Task<Tuple<decimal, string>> InvokeTestAsync(ExceptionAggregator aggregator)
    {
        var current = new XunitTestRun(Test, CancellationTokenSource.Token);
        var scope = await run.BeginAsync(current, TestClass, ConstructorArguments, TestMethod.GetCustomAttributes<RequirementAttribute>()).ConfigureAwait(false);
        var result = await aggregator.RunAsync(() => InvokeInScopeAsync(scope, aggregator)).ConfigureAwait(false);
        var failure = aggregator.ToException();
        var outcome = failure is null ? TestOutcome.Passed : failure is TestSkippedException ? TestOutcome.Skipped : TestOutcome.Failed;
        foreach (var problem in await scope.EndAsync(outcome, failure).ConfigureAwait(false))
        {
            aggregator.Add(problem);
        }

        return Tuple.Create(result?.Item1 ?? 0m, (result?.Item2 ?? "") + current.Output);
    }

    private Task<Tuple<decimal, string>> InvokeInScopeAsync(TestScope scope, ExceptionAggregator aggregator)
    {
        ConstructorArguments = scope.CompleteArguments(ConstructorArguments)!;
        return base.InvokeTestAsync(aggregator);
    }
}
