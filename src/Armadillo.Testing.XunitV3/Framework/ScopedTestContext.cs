using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Requirements;
using Xunit.Sdk;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>What xUnit knows of a running test, and the test's scope.</summary>
internal sealed class ScopedTestContext(
    IXunitTest test,
    IMessageBus messageBus,
    ExplicitOption explicitOption,
    ExceptionAggregator aggregator,
    CancellationTokenSource cancellationTokenSource,
    IReadOnlyCollection<IBeforeAfterTestAttribute> beforeAfterAttributes,
    ScopedArguments arguments)
    : XunitTestRunnerContext(test, messageBus, explicitOption, aggregator, cancellationTokenSource, beforeAfterAttributes, arguments.Values)
{
    /// <summary>Set while the test has its topologies.</summary>
    public TestScope? Scope { get; set; }

    public ScopedArguments Arguments => arguments;

    public override string? GetSkipReason(Exception? exception) => exception is TestSkippedException ? exception.Message : base.GetSkipReason(exception);
}
