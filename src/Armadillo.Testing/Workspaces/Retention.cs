namespace Armadillo.Testing.Workspaces;

/// <summary>What becomes of a topology's directory when the topology ends.</summary>
public enum Retention
{
    /// <summary>Deleted after a clean run; kept, and its path told, after a crash, a failed start, an unclean stop or a failed test.</summary>
    DeleteWhenClean,

    /// <summary>Always kept.</summary>
    Keep,

    /// <summary>Always deleted, also after a crash.</summary>
    Delete,
}
