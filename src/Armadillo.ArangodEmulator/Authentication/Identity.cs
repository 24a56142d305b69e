using Armadillo.ArangodEmulator.Users;

namespace Armadillo.ArangodEmulator.Authentication;

/// <summary>Who sent a request.</summary>
internal sealed record Identity(string User, bool IsAuthenticated, bool IsSuperuser, User? Rights = null)
{
    /// <summary>Nobody: no credentials, or wrong ones.</summary>
    public static Identity Nobody { get; } = new("", false, false);

    /// <summary>A server, or everybody while authentication is off.</summary>
    public static Identity Superuser { get; } = new("", true, true);

    /// <summary>Rights "rw" on _system.</summary>
    public bool IsAdmin => Level("_system") == Users.User.ReadWrite;

    /// <summary>rw, ro or none.</summary>
    public string Level(string database) => IsSuperuser ? Users.User.ReadWrite : Rights?.Level(database) ?? Users.User.None;

    public string Level(string database, string collection) =>
        IsSuperuser ? Users.User.ReadWrite : Rights?.Level(database, collection) ?? Users.User.None;
}
