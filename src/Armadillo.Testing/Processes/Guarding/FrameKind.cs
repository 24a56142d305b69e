namespace Armadillo.Testing.Processes.Guarding;

/// <summary>What host and guardian say to each other. A frame is: int32 length of the rest, one byte kind, body.</summary>
internal enum FrameKind : byte
{
    /// <summary>To the guardian: member, program, directory, output, error, token, arguments, environment.</summary>
    Launch = 1,

    /// <summary>To the guardian: request, member, signal.</summary>
    Signal = 2,

    /// <summary>To the guardian: request, member, pid, token.</summary>
    KillTree = 3,

    /// <summary>To the host: the guardian is in its own session and ready: its pid, its start time.</summary>
    Ready = 16,

    /// <summary>To the host: member, error number (0: started), pid, start time.</summary>
    Launched = 17,

    /// <summary>To the host: request, error number (0: sent).</summary>
    Signalled = 18,

    /// <summary>To the host: request, number of processes that still run.</summary>
    TreeKilled = 19,

    /// <summary>To the host: member, code as waitid(2) gives it, status.</summary>
    Exited = 20,
}
