using Armadillo.Testing.Fixtures;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>xUnit's runner of a case, which may have several tests, with scoped tests.</summary>
internal sealed class ScopedTestCaseRunner(AssemblyRun run) : XunitTestCaseRunner
{
    protected override ValueTask<RunSummary> RunTest(XunitTestCaseRunnerContext ctxt, IXunitTest test) => new ScopedTestRunner(run).RunAsync(
        test, ctxt.MessageBus, ctxt.ConstructorArguments, ctxt.ExplicitOption, ctxt.Aggregator.Clone(), ctxt.CancellationTokenSource, ctxt.BeforeAfterTestAttributes);
}
