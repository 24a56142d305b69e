namespace Armadillo.Testing.Fixtures;

/// <summary>
/// One running test, as its framework knows it. Together with <see cref="ITestHost"/> this is all that an adapter implements.
/// </summary>
public interface ITestRun
{
    /// <summary>Which test it is.</summary>
    TestIdentity Test { get; }

    /// <summary>Cancelled when the framework gives the test up. <see cref="CancellationToken.None"/> where the framework has no such token.</summary>
    CancellationToken CancellationToken { get; }

    /// <summary>Writes one line, or several, into the output of the test. Must not throw when the output is closed.</summary>
    void WriteOutput(string text);

    /// <summary>Attaches a file to the result of the test; where the framework has no attachments, its path goes into the output.</summary>
    /// <param name="name">Short name, for example <c>dbserver-1.log</c>.</param>
    /// <param name="path">The file; it must stay until the run has ended.</param>
    void Attach(string name, string path);
}
