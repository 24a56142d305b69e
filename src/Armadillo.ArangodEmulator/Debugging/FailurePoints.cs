namespace Armadillo.ArangodEmulator.Debugging;

/// <summary>The named switches of a failure-test build. Any name is taken; only those below do something here.</summary>
internal sealed class FailurePoints
{
    /// <summary>No more heartbeats.</summary>
    public const string SendServerState = "HeartbeatThread::sendServerState";

    /// <summary>removeServer gives up after its first try.</summary>
    public const string RemoveServerNoRetry = "removeServer::noRetry";

    /// <summary>Every request is turned away as if the scheduler's queue were full.</summary>
    public const string QueueFull = "queueFull";

    /// <summary>Nothing more reaches the outputs of the log; its entries are kept in memory all the same.</summary>
    public const string LoggerAppend = "Logger::append";

    /// <summary>A write fails before it is kept.</summary>
    public const string FailBeforeIntermediateCommit = "FailBeforeIntermediateCommit";

    /// <summary>The server dies by SIGSEGV before a write is kept.</summary>
    public const string SegfaultBeforeIntermediateCommit = "SegfaultBeforeIntermediateCommit";

    /// <summary>A write is kept, and answered as failed.</summary>
    public const string FailAfterAllCommits = "FailAfterAllCommits";

    /// <summary>The server dies by SIGSEGV after a write is kept and before it is answered.</summary>
    public const string SegfaultAfterAllCommits = "SegfaultAfterAllCommits";

    private readonly Lock _lock = new();

    // Replaced as a whole: it is read with every request and written by tests only.
    private volatile string[] _names = [];

    public IReadOnlyList<string> Names => _names;

    public bool IsSet(string name) => Array.IndexOf(_names, name) >= 0;

    public void Add(string name)
    {
        lock (_lock)
        {
            _names = IsSet(name) ? _names : [.. _names, name];
        }
    }

    public void Remove(string name)
    {
        lock (_lock)
        {
            _names = [.. _names.Where(n => n != name)];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _names = [];
        }
    }
}
