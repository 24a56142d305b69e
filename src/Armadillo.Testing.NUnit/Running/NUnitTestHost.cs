using Armadillo.Testing.Fixtures;
using NUnit.Framework;

namespace Armadillo.Testing.NUnit.Running;

/// <summary>Progress as NUnit's progress output, which runners show at once.</summary>
internal sealed class NUnitTestHost : ITestHost
{
    private ExecutionContext? _context;

    public void WriteProgress(string line)
    {
        // NUnit finds its listener by what flows with the execution. The first line comes from the start, which NUnit called;
        // later ones come from wherever something happened.
        if ((_context ??= ExecutionContext.Capture()) is { } context)
        {
            ExecutionContext.Run(context, text => TestContext.Progress.WriteLine((string?)text), line);
        }
        else
        {
            TestContext.Progress.WriteLine(line);
        }
    }
}
