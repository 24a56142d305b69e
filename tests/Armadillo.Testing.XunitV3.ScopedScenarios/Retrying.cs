using System.ComponentModel;
using System.Runtime.CompilerServices;
using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.Requirements;
using Armadillo.Testing.Scenarios;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.ScopedScenarios;

public sealed class RetryingServer : ScenarioServer;

/// <summary>Test cases of another library, which run themselves.</summary>
public sealed class Retrying(RetryingServer server, IFailurePoints failurePoints)
{
    private static int _attempts;

    [RetryFact]
    public async Task A_passes_at_the_second_attempt()
    {
        await server.Server.GetAsync("/_api/version");
        Check.True(++_attempts == 2, "on purpose");
    }

    [RetryFact]
    public async Task B_leaves_a_failure_point_of_its_own_doing() =>
        await server.Server.SendAsync(HttpMethod.Put, "/_admin/debug/failat/Some::where");

    [RetryFact]
    public async Task C_sees_no_failure_point() => Check.Empty(await failurePoints.ListAsync(server.Server));

    [RetryFact]
    [RequiresTool("a-tool-that-nobody-has")]
    public void D_needs_a_tool() => Check.True(false);
}

[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(RetryFactDiscoverer))]
public sealed class RetryFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : FactAttribute(sourceFilePath, sourceLineNumber);

public sealed class RetryFactDiscoverer : IXunitTestCaseDiscoverer
{
    public ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute)
    {
        var details = TestIntrospectionHelper.GetTestCaseDetails(discoveryOptions, testMethod, factAttribute);
        return new([new RetryTestCase(details.ResolvedTestMethod, details.TestCaseDisplayName, details.UniqueID, details.Explicit)]);
    }
}

/// <summary>Runs its test until it passes, twice at most, and tells only the last result.</summary>
public sealed class RetryTestCase : XunitTestCase, ISelfExecutingXunitTestCase
{
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("For the deserializer.")]
    public RetryTestCase()
    {
    }

    public RetryTestCase(IXunitTestMethod testMethod, string displayName, string uniqueID, bool isExplicit)
        : base(testMethod, displayName, uniqueID, isExplicit)
    {
    }

    public async ValueTask<RunSummary> Run(
        ExplicitOption explicitOption, IMessageBus messageBus, object?[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        while (true)
        {
            using var told = new Told(messageBus);
            var tests = await CreateTests();
            var summary = await XunitTestCaseRunner.Instance.Run(
                this, tests, told, aggregator.Clone(), cancellationTokenSource, TestCaseDisplayName, SkipReason, explicitOption, constructorArguments);
            if (summary.Failed == 0 || !told.Again())
            {
                told.Release();
                return summary;
            }
        }
    }

    private sealed class Told(IMessageBus inner) : IMessageBus
    {
        private static readonly HashSet<string> _tried = [];
        private readonly List<IMessageSinkMessage> _messages = [];

        public bool QueueMessage(IMessageSinkMessage message)
        {
            _messages.Add(message);
            return true;
        }

        public bool Again() => _tried.Add(_messages.OfType<ITestCaseMessage>().First().TestCaseUniqueID);

        public void Release() => _messages.ForEach(m => inner.QueueMessage(m));

        public void Dispose()
        {
        }
    }
}
