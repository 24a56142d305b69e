namespace Armadillo.Testing.Requirements;

/// <summary>A test cannot run here; the adapter turns it into the framework's skip.</summary>
public sealed class TestSkippedException : Exception
{
    /// <summary>Skips the running test.</summary>
    /// <param name="reason">Why, for people.</param>
    public TestSkippedException(string reason)
        : base(reason)
    {
    }
}
