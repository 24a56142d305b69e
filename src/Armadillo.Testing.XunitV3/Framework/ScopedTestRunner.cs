using System.Reflection;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Requirements;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>
/// Runs one test in its scope: begun before the class is made, ended after it is disposed. Stays in xUnit's synchronization
/// context all the way, which is how xUnit bounds the number of tests that run at once.
/// </summary>
internal sealed class ScopedTestRunner(AssemblyRun run) : XunitTestRunnerBase<ScopedTestContext, IXunitTest>
{
    public async ValueTask<RunSummary> RunAsync(
        IXunitTest test,
        IMessageBus messageBus,
        object?[] constructorArguments,
        ExplicitOption explicitOption,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource,
        IReadOnlyCollection<IBeforeAfterTestAttribute> beforeAfterAttributes)
    {
        var context = new ScopedTestContext(test, messageBus, explicitOption, aggregator, cancellationTokenSource, beforeAfterAttributes, new ScopedArguments(test.TestCase.TestClass, constructorArguments));
        await using (context.ConfigureAwait(true))
        {
            await context.InitializeAsync().ConfigureAwait(true);
            return await Run(context).ConfigureAwait(true);
        }
    }

    protected override async ValueTask<TimeSpan> RunTest(ScopedTestContext ctxt)
    {
        var current = new XunitTestRun(ctxt.Test, TestContext.Current);
        var scope = await run.BeginAsync(
            current, ctxt.Test.TestCase.TestClass.Class, ctxt.ConstructorArguments, ctxt.TestMethod.GetCustomAttributes<RequirementAttribute>()).ConfigureAwait(true);
        ctxt.Scope = scope;
        var took = await ctxt.Aggregator.RunAsync(() => RunInScope(ctxt, scope), TimeSpan.Zero).ConfigureAwait(true);
        var failure = ctxt.Aggregator.ToException();
        var outcome = failure is null ? TestOutcome.Passed : ctxt.GetSkipReason(failure) is null ? TestOutcome.Failed : TestOutcome.Skipped;
        foreach (var problem in await scope.EndAsync(outcome, failure).ConfigureAwait(true))
        {
            ctxt.Aggregator.Add(problem);
        }

        return took;
    }

    private ValueTask<TimeSpan> RunInScope(ScopedTestContext ctxt, TestScope scope)
    {
        ctxt.Arguments.Complete(scope);
        return base.RunTest(ctxt);
    }

    protected override async ValueTask<(object? Instance, SynchronizationContext? SyncContext, ExecutionContext? ExecutionContext)> CreateTestClassInstance(ScopedTestContext ctxt)
    {
        try
        {
            return await base.CreateTestClassInstance(ctxt).ConfigureAwait(true);
        }
        catch (TestPipelineException) when (ctxt.Arguments.NotGiven is not null)
        {
            // xUnit's own activator only tells what is missing.
            throw ctxt.Arguments.NotGiven!;
        }
    }

    protected override object? InvokeTestMethod(ScopedTestContext ctxt, object? testClassInstance)
    {
        var result = base.InvokeTestMethod(ctxt, testClassInstance);
        return AsyncUtility.TryConvertToValueTask(result) is { } body
            ? ctxt.Scope!.GuardBodyAsync(body.AsTask(), TestContext.Current.CancelCurrentTest)
            : result;
    }
}
