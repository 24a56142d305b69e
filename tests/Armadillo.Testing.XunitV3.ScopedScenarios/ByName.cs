using Xunit.Sdk;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.ScopedScenarios;

/// <summary>The scenarios of a class build on each other.</summary>
public sealed class ByName : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase => [.. testCases.OrderBy(c => c.TestMethod?.MethodName, StringComparer.Ordinal)];
}
