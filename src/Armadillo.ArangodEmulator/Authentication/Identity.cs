namespace Armadillo.ArangodEmulator.Authentication;

/// <summary>Who sent a request.</summary>
internal sealed record Identity(string User, bool IsAuthenticated, bool IsSuperuser)
{
    /// <summary>Nobody: no credentials, or wrong ones.</summary>
    public static Identity Nobody { get; } = new("", false, false);

    /// <summary>A server, or everybody while authentication is off.</summary>
    public static Identity Superuser { get; } = new("", true, true);

    /// <summary>Rights "rw" on _system; the only user of the emulator has them.</summary>
    public bool IsAdmin => IsAuthenticated;
}
