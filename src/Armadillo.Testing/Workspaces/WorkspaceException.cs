namespace Armadillo.Testing.Workspaces;

/// <summary>A workspace could not be made.</summary>
public sealed class WorkspaceException : Exception
{
    /// <summary>Creates the exception with its message and cause.</summary>
    public WorkspaceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
