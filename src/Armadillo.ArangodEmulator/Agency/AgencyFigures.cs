namespace Armadillo.ArangodEmulator.Agency;

/// <summary>What one agent has been asked and has done since its start.</summary>
internal sealed class AgencyFigures
{
    private long _reads;
    private long _readsWithoutLeader;
    private long _writes;
    private long _writesWithoutLeader;
    private long _failedServers;

    /// <summary>Requests to read or write that this agent answered as leader, and those that it turned away.</summary>
    public long Reads => Interlocked.Read(ref _reads);

    public long ReadsWithoutLeader => Interlocked.Read(ref _readsWithoutLeader);

    public long Writes => Interlocked.Read(ref _writes);

    public long WritesWithoutLeader => Interlocked.Read(ref _writesWithoutLeader);

    /// <summary>Jobs for failed servers that the supervision of this agent has made.</summary>
    public long FailedServers => Interlocked.Read(ref _failedServers);

    public void Read(bool leading) => Interlocked.Increment(ref leading ? ref _reads : ref _readsWithoutLeader);

    public void Write(bool leading) => Interlocked.Increment(ref leading ? ref _writes : ref _writesWithoutLeader);

    public void ServerFailed() => Interlocked.Increment(ref _failedServers);
}
