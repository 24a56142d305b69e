using Armadillo.Testing.Fixtures;

namespace Armadillo.Testing.NUnit.Running;

/// <summary>Progress into a writer, one line at a time.</summary>
internal sealed class WriterTestHost(TextWriter output) : ITestHost
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);

    public void WriteProgress(string line) => _output.WriteLine(line);
}
