namespace Armadillo.Testing.Network;

/// <summary>A port could not be leased. The message names the port and the way out.</summary>
public sealed class PortException : Exception
{
    /// <summary>Creates the exception with its message.</summary>
    public PortException(string message)
        : base(message)
    {
    }
}
