using System.Globalization;
using Armadillo.Testing.Fixtures;
using NUnit.Framework;
using NUnit.Framework.Internal;

namespace Armadillo.Testing.NUnit.Running;

/// <summary>One attempt at one test of NUnit.</summary>
internal sealed class NUnitTestRun(TestExecutionContext context) : ITestRun
{
    // The class is made, and the body runs, in calls that NUnit makes.
    private static readonly AsyncLocal<NUnitTestRun?> _current = new();

    public static NUnitTestRun? Current
    {
        get => _current.Value;
        set => _current.Value = value;
    }

    public TestIdentity Test { get; } = new(
        string.Create(CultureInfo.InvariantCulture, $"{context.CurrentTest.Id} {context.CurrentRepeatCount} {context.CurrentTest.FullName}"),
        context.CurrentTest.FullName,
        context.CurrentTest.ClassName,
        context.CurrentTest.MethodName);

    /// <summary>NUnit makes the token of <c>CancelAfter</c> inside of the scope.</summary>
    public CancellationToken CancellationToken => context.CancellationToken;

    /// <summary>Set while the test has its topologies.</summary>
    public TestScope? Scope { get; set; }

    /// <summary>What the body threw.</summary>
    public Exception? Failure { get; set; }

    public void WriteOutput(string text)
    {
        try
        {
            context.CurrentResult.OutWriter.WriteLine(text);
        }
        catch (ObjectDisposedException)
        {
            // Somebody closed the writer that NUnit lends.
        }
    }

    public void Attach(string name, string path) => TestContext.AddTestAttachment(path, name);
}
