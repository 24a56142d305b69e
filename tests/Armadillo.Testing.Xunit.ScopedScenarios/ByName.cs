using Xunit.Abstractions;
using Xunit.Sdk;

namespace Armadillo.Testing.Xunit.ScopedScenarios;

/// <summary>The scenarios of a class build on each other.</summary>
public sealed class ByName : ITestCaseOrderer
{
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase => testCases.OrderBy(c => c.TestMethod.Method.Name, StringComparer.Ordinal);
}
