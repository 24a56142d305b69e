using System.Text;
using Armadillo.Testing.Fixtures;
using Xunit.Abstractions;

namespace Armadillo.Testing.Xunit.Framework;

/// <summary>One test of xUnit v2. Its output is gathered here and joined to the test's own when it ends; attachments are paths in it.</summary>
internal sealed class XunitTestRun(ITest test, CancellationToken cancellationToken) : ITestRun
{
    private readonly StringBuilder _output = new();

    public TestIdentity Test { get; } = new(
        $"{test.TestCase.UniqueID} {test.DisplayName}", test.DisplayName, test.TestCase.TestMethod.TestClass.Class.Name, test.TestCase.TestMethod.Method.Name);

    public CancellationToken CancellationToken => cancellationToken;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public void WriteOutput(string text)
    {
        lock (_output)
        {
            _output.AppendLine(text);
        }
    }

    public void Attach(string name, string path) => WriteOutput($"attached: {name} ({path})");
}
