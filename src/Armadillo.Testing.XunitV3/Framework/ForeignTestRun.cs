using Armadillo.Testing.Fixtures;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>All tests of a test case that runs itself, as one. What is written and attached joins the result that is held back.</summary>
internal sealed class ForeignTestRun(IXunitTestCase testCase, HeldResult results, CancellationToken cancellationToken) : ITestRun
{
    public TestIdentity Test { get; } = new(testCase.UniqueID, testCase.TestCaseDisplayName, testCase.TestClassName, testCase.TestMethodName);

    public CancellationToken CancellationToken => cancellationToken;

    public void WriteOutput(string text) => results.WriteOutput(text);

    public void Attach(string name, string path) => results.Attach(name, path);
}
