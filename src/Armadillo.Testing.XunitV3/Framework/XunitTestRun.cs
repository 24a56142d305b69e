using Armadillo.Testing.Fixtures;
using Xunit;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>One test of xUnit v3: its output, its attachments and its token are xUnit's.</summary>
internal sealed class XunitTestRun(IXunitTest test, ITestContext context) : ITestRun
{
    public TestIdentity Test { get; } = new(test.UniqueID, test.TestDisplayName, test.TestCase.TestClassName, test.TestCase.TestMethodName);

    public CancellationToken CancellationToken { get; } = context.CancellationToken;

    public void WriteOutput(string text)
    {
        try
        {
            context.TestOutputHelper?.WriteLine(text);
        }
        catch (InvalidOperationException)
        {
            // xUnit has closed the output: the test is over.
        }
    }

    public void Attach(string name, string path) => context.AddAttachment(AttachmentName.Free(name, context.Attachments), File.ReadAllText(path));
}
