using Armadillo.Testing.Fixtures;
using Xunit.Sdk;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>A test case that runs its tests in scopes of their own. For everything else it is the case that it wraps.</summary>
internal sealed class ScopedTestCase(IXunitTestCase inner, AssemblyRun run) : ISelfExecutingXunitTestCase
{
    public bool Explicit => inner.Explicit;

    public Type[]? SkipExceptions => inner.SkipExceptions;

    public string? SkipReason => inner.SkipReason;

    public Type? SkipType => inner.SkipType;

    public string? SkipUnless => inner.SkipUnless;

    public string? SkipWhen => inner.SkipWhen;

    public string? SourceFilePath => inner.SourceFilePath;

    public int? SourceLineNumber => inner.SourceLineNumber;

    public string TestCaseDisplayName => inner.TestCaseDisplayName;

    public IXunitTestClass TestClass => inner.TestClass;

    public int TestClassMetadataToken => inner.TestClassMetadataToken;

    public string TestClassName => inner.TestClassName;

    public string? TestClassNamespace => inner.TestClassNamespace;

    public string TestClassSimpleName => inner.TestClassSimpleName;

    public IXunitTestCollection TestCollection => inner.TestCollection;

    public IXunitTestMethod TestMethod => inner.TestMethod;

    public int? TestMethodArity => inner.TestMethodArity;

    public int TestMethodMetadataToken => inner.TestMethodMetadataToken;

    public string TestMethodName => inner.TestMethodName;

    public string[] TestMethodParameterTypesVSTest => inner.TestMethodParameterTypesVSTest;

    public string TestMethodReturnTypeVSTest => inner.TestMethodReturnTypeVSTest;

    public int Timeout => inner.Timeout;

    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> Traits => inner.Traits;

    public string UniqueID => inner.UniqueID;

    ITestClass? ITestCase.TestClass => inner.TestClass;

    ITestCollection ITestCase.TestCollection => inner.TestCollection;

    ITestMethod? ITestCase.TestMethod => inner.TestMethod;

    int? ITestCaseMetadata.TestClassMetadataToken => inner.TestClassMetadataToken;

    int? ITestCaseMetadata.TestMethodMetadataToken => inner.TestMethodMetadataToken;

    public ValueTask<IReadOnlyCollection<IXunitTest>> CreateTests() => inner.CreateTests();

    public void PostInvoke() => inner.PostInvoke();

    public void PreInvoke() => inner.PreInvoke();

    public async ValueTask<RunSummary> Run(
        ExplicitOption explicitOption, IMessageBus messageBus, object?[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        // Only xUnit's own way of running a case is replaced; a case that runs itself knows better how.
        if (inner is ISelfExecutingXunitTestCase foreign)
        {
            return await ForeignTestCase.RunAsync(foreign, run, explicitOption, messageBus, constructorArguments, aggregator, cancellationTokenSource).ConfigureAwait(true);
        }

        var tests = aggregator.HasExceptions ? null : await CreateTestsAsync().ConfigureAwait(true);
        return tests is null
            ? await XunitRunnerHelper.RunXunitTestCase(inner, messageBus, cancellationTokenSource, aggregator, explicitOption, constructorArguments).ConfigureAwait(true)
            : await new ScopedTestCaseRunner(run).Run(
                inner, tests, messageBus, aggregator, cancellationTokenSource, inner.TestCaseDisplayName, inner.SkipReason, explicitOption, constructorArguments).ConfigureAwait(true);
    }

    private async ValueTask<IReadOnlyCollection<IXunitTest>?> CreateTestsAsync()
    {
        try
        {
            return await inner.CreateTests().ConfigureAwait(true);
        }
        catch (Exception)
        {
            // Theory data that throw, for example. xUnit meets it again and tells it in its own way.
            return null;
        }
    }
}
