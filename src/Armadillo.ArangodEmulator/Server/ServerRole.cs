namespace Armadillo.ArangodEmulator.Server;

internal enum ServerRole
{
    Single,
    Coordinator,
    DbServer,
    Agent,
}

internal static class ServerRoleNames
{
    /// <summary>The name on the wire.</summary>
    public static string Name(this ServerRole role) => role switch
    {
        ServerRole.Coordinator => "COORDINATOR",
        ServerRole.DbServer => "PRIMARY",
        ServerRole.Agent => "AGENT",
        _ => "SINGLE",
    };

    /// <summary>The letter in log lines.</summary>
    public static char Letter(this ServerRole role) => role switch
    {
        ServerRole.Coordinator => 'C',
        ServerRole.DbServer => 'P',
        ServerRole.Agent => 'A',
        _ => 'S',
    };

    public static bool IsInCluster(this ServerRole role) => role is ServerRole.Coordinator or ServerRole.DbServer;
}
