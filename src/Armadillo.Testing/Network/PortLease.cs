namespace Armadillo.Testing.Network;

/// <summary>A TCP port that no other lease on this machine has, until it is disposed.</summary>
internal sealed class PortLease(int port, IDisposable claim) : IDisposable
{
    public int Port { get; } = port;

    public void Dispose() => claim.Dispose();
}
