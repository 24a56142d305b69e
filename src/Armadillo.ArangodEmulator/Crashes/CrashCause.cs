namespace Armadillo.ArangodEmulator.Crashes;

/// <summary>Why the server dies: the signal, the text of the head line, and whether frames follow it.</summary>
internal sealed record CrashCause(int Signal, string Context, bool WithFrames, int SenderPid = 0)
{
    private const string Handler = "signal handler invoked";
    private const string Terminate = "handler for std::terminate() invoked";

    public static CrashCause SegmentationFault { get; } = new(CrashSignals.SegmentationFault, Handler, true);

    public static CrashCause FromOutside(int signal, int senderPid) => new(signal, Handler, true, senderPid);

    /// <summary>The manners that arangod's crash handler test knows; anything else is a plain debug termination.</summary>
    public static CrashCause FromMessage(string message) => message switch
    {
        "CRASH-HANDLER-TEST-ABORT" => new(CrashSignals.Abort, Handler, true),
        "CRASH-HANDLER-TEST-TERMINATE" => new(CrashSignals.Abort, $"{Terminate} without active exception", true),
        "CRASH-HANDLER-TEST-TERMINATE-ACTIVE" => new(CrashSignals.Abort, $"{Terminate} with an std::exception: {message}", true),
        "CRASH-HANDLER-TEST-SEGFAULT" => SegmentationFault,
        "CRASH-HANDLER-TEST-ASSERT" => new(CrashSignals.Abort, $"assertion failed in {nameof(CrashCause)}.cs:1 [{nameof(FromMessage)}]: {message}", true),
        _ => new(CrashSignals.Abort, message.Length > 0 ? message : "intentional debug termination", false),
    };
}
