namespace Armadillo.Testing.ArangoDb.Specs;

/// <summary>The role of a server.</summary>
public enum ArangoRole
{
    /// <summary>A server by itself.</summary>
    SingleServer,

    /// <summary>A member of the agency.</summary>
    Agent,

    /// <summary>A server that holds data.</summary>
    DbServer,

    /// <summary>A server that clients talk to.</summary>
    Coordinator,
}

internal static class ArangoRoles
{
    /// <summary>The word used for names of instances and directories.</summary>
    public static string Word(this ArangoRole role) => role switch
    {
        ArangoRole.SingleServer => "single",
        ArangoRole.Agent => "agent",
        ArangoRole.DbServer => "dbserver",
        _ => "coordinator",
    };

    /// <summary>What GET /_admin/server/role calls it (arangod 3.12).</summary>
    public static string WireName(this ArangoRole role) => role switch
    {
        ArangoRole.SingleServer => "SINGLE",
        ArangoRole.Agent => "AGENT",
        ArangoRole.DbServer => "PRIMARY",
        _ => "COORDINATOR",
    };

    public static ArangoRole Parse(string word) => word switch
    {
        "single" => ArangoRole.SingleServer,
        "agent" => ArangoRole.Agent,
        "dbserver" => ArangoRole.DbServer,
        _ => ArangoRole.Coordinator,
    };
}
