namespace Armadillo.Testing.Fixtures;

/// <summary>How the body of a test ended.</summary>
public enum TestOutcome
{
    /// <summary>Without an exception.</summary>
    Passed,

    /// <summary>With an exception.</summary>
    Failed,

    /// <summary>It asked to be skipped.</summary>
    Skipped,
}
