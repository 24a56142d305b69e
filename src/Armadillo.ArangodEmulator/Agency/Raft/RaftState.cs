using Armadillo.ArangodEmulator.Agency.Configuration;
using Armadillo.ArangodEmulator.Agency.Persistence;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Agency.Raft;

internal enum RaftRole
{
    Follower,
    Candidate,
    Leader,
}

/// <summary>
/// Term, vote, role, log and committed store of one agent. Everything here is read and written under <see cref="Gate"/>;
/// nothing waits for the network while holding it.
/// </summary>
internal sealed class RaftState
{
    private readonly ElectionFile _election;

    public RaftState(
        AgencyConfiguration configuration, string directory, IPeerClient peers, IServerLog serverLog, TimeProvider time)
    {
        Configuration = configuration;
        Peers = peers;
        ServerLog = serverLog;
        Time = time;
        RoleChanged = new AsyncSignal(time);
        _election = new ElectionFile(directory);
        (Term, VotedFor) = _election.Load();
        Disk = new LogFile(directory, configuration.Settings.WaitForSync);
        Log = Disk.Log;
        Committed = Log.Snapshot.Tree;
        CommitIndex = Log.Snapshot.Index;
        LastCompaction = Math.Max(0, CommitIndex);
        if (Log.LastIndex < 0)
        {
            // The log of every agency begins with an empty entry of term 0, so the first real one has index 1.
            var origin = new LogEntry(0, 0, "", time.GetUtcNow().ToUnixTimeMilliseconds(), "{}"u8.ToArray());
            Log.Append(origin);
            Disk.Append([origin]);
        }

        CommitIndex = Math.Max(CommitIndex, 0);
        LastHeartbeat = time.GetTimestamp();
        Disk.Failed = e => DiskFailed(e);
        Disk.Flushed = sequence =>
        {
            lock (Gate)
            {
                Leadership?.OnDurable(sequence);
            }
        };
    }

    public Lock Gate { get; } = new();

    public AgencyFigures Figures { get; } = new();

    public AgencyConfiguration Configuration { get; }

    public IPeerClient Peers { get; }

    public IServerLog ServerLog { get; }

    public TimeProvider Time { get; }

    public LogFile Disk { get; }

    public RaftLog Log { get; }

    public AsyncSignal RoleChanged { get; }

    public string Id => Configuration.Id;

    public long Term { get; private set; }

    public string VotedFor { get; private set; }

    public string LeaderId { get; private set; } = "";

    public RaftRole Role { get; private set; }

    public Leadership? Leadership { get; private set; }

    public long CommitIndex { get; private set; }

    public ObjectValue Committed { get; private set; }

    public long LastCompaction { get; private set; }

    /// <summary>When a leader or a candidate that got the vote was last heard of.</summary>
    public long LastHeartbeat { get; set; }

    /// <summary>Called without delay, under the gate, when a leadership begins to serve.</summary>
    public Action<Leadership> Serving { get; set; } = _ => { };

    /// <summary>Called when something cannot be made durable; nothing may be answered after that.</summary>
    public Action<IOException> DiskFailed { get; set; } = _ => { };

    public void Vote(string candidate)
    {
        VotedFor = candidate;
        try
        {
            _election.Save(Term, VotedFor);
        }
        catch (IOException e)
        {
            // Without its disk an agent could vote twice or forget what it acknowledged.
            DiskFailed(e);
            throw;
        }
    }

    public void BecomeCandidate()
    {
        Term++;
        Role = RaftRole.Candidate;
        LeaderId = "";
        Vote(Id);
    }

    public void BecomeLeader()
    {
        Role = RaftRole.Leader;
        Follow(Id);
        Leadership = new Leadership(this);
        Leadership.Begin();
        RoleChanged.Set();
    }

    /// <summary>Enters the term as a follower; the leader may be unknown (empty).</summary>
    public void BecomeFollower(long term, string leaderId)
    {
        if (term > Term)
        {
            Term = term;
            Vote("");
        }

        if (Role != RaftRole.Follower)
        {
            if (Role == RaftRole.Leader)
            {
                ServerLog.Log(LogLevel.Info, "f370f", "agency", $"{Id}: changed role to FOLLOWER in term {Term}");
            }

            Role = RaftRole.Follower;
            LastHeartbeat = Time.GetTimestamp();
            Leadership?.End();
            Leadership = null;
            RoleChanged.Set();
        }

        Follow(leaderId);
    }

    public void CommitTo(long index)
    {
        for (var i = CommitIndex + 1; i <= index; i++)
        {
            // An operation that no leader accepts today can only come from a log of an old version.
            Committed = Operations.Apply(Committed, Log[i].Operations, oldLog: true) ?? Committed;
            CommitIndex = i;
        }

        if (CommitIndex - LastCompaction >= Configuration.Settings.CompactionStepSize)
        {
            Compact();
        }
    }

    public void Install(Snapshot snapshot)
    {
        Log.Restart(snapshot);
        Committed = snapshot.Tree;
        CommitIndex = snapshot.Index;
        LastCompaction = snapshot.Index;
    }

    private void Compact()
    {
        var snapshot = new Snapshot(CommitIndex, Log.TermAt(CommitIndex)!.Value, Committed);
        LastCompaction = CommitIndex;
        Log.Compact(snapshot, CommitIndex - Configuration.Settings.CompactionKeepSize);
        // The file is written anew only when half of it is void, so that its cost stays in proportion to the writes.
        var rewrite = Log.FirstIndex - Disk.FirstIndexOnDisk > Log.Entries.Count;
        Disk.Compact(snapshot, rewrite ? [.. Log.Entries] : null);
    }

    private void Follow(string leaderId)
    {
        if (leaderId == LeaderId)
        {
            return;
        }

        LeaderId = leaderId;
        ServerLog.Log(LogLevel.Info, "fe299", "agency", $"{Id}: leader is now '{leaderId}' in term {Term}");
        if (leaderId.Length > 0 && leaderId != Id)
        {
            ServerLog.Log(LogLevel.Info, "d343a", "agency", $"{Id}: following {leaderId} in term {Term}");
        }
    }
}
