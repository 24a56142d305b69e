namespace Armadillo.Testing.Processes;

/// <summary>A process could not be started. The message names the program, the reason and the way out.</summary>
public sealed class ProcessLaunchException : Exception
{
    /// <summary>Creates the exception with its message.</summary>
    public ProcessLaunchException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its message and cause.</summary>
    public ProcessLaunchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
