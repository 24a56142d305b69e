namespace Armadillo.Testing.Topologies;

/// <summary>A seed step failed. The message names the step and the reason.</summary>
public sealed class SeedException : Exception
{
    /// <summary>Creates the exception with its message and cause.</summary>
    public SeedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
