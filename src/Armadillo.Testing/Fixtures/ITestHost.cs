namespace Armadillo.Testing.Fixtures;

/// <summary>
/// What a test framework offers to a fixture. Adapters implement it; nothing else in this library knows a test framework.
/// </summary>
public interface ITestHost
{
    /// <summary>Shows one line at once, outside of any test: the progress of a start, important log lines, where something was kept.</summary>
    void WriteProgress(string line);
}
