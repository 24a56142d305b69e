using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>One log as this participant has it: follower, leader, or waiting for one of both.</summary>
internal sealed class ReplicatedLog(string path, string self, LogPeers peers, Action changed) : IDisposable
{
    private string? _leader;
    private bool _heard;

    public Lock Gate { get; } = new();

    public LogEntries Entries { get; } = new(path);

    public long Term { get; private set; }

    public long CommitIndex
    {
        get;
        set
        {
            field = value;
            Advanced?.Invoke();
        }
    }

    /// <summary>Called when more is committed.</summary>
    public Action? Advanced { get; set; }

    public LogLeadership? Leadership { get; private set; }

    /// <summary>Something happened that is to be reported.</summary>
    public Action Changed { get; } = changed;

    /// <summary>Where the log ended when the term was entered: what the supervision compares to find a leader.</summary>
    public TermIndex Entered { get; private set; }

    public string State => Leadership?.Established ?? _heard ? LocalStatus.Operational : LocalStatus.Connecting;

    /// <summary>Goes along with the plan. From the moment that a term is entered no leader of an earlier one is obeyed any more.</summary>
    public void Configure(LogPlan plan, long rebootId)
    {
        lock (Gate)
        {
            if (plan.Term > Term)
            {
                Leadership?.End();
                (Leadership, _leader, _heard) = (null, null, false);
                (Term, Entered) = (plan.Term, Entries.Spearhead);
                Changed();
            }

            if (plan.Term == Term && _leader is null && plan.Leader is { } leader)
            {
                _leader = leader.ServerId;
                if (leader == new LogLeader(self, rebootId))
                {
                    Leadership = new LogLeadership(this, peers, self, Term, plan.Config);
                    Leadership.Begin();
                }
            }

            if (plan.Term == Term)
            {
                Leadership?.Reconfigure(plan.Config);
            }
        }
    }

    /// <summary>Takes what the leader sends.</summary>
    public AppendAnswer Append(AppendRequest request)
    {
        lock (Gate)
        {
            if (request.Term != Term || request.Leader != _leader || Leadership is not null)
            {
                return new AppendAnswer(Term, "the sender does not lead in this term", null);
            }

            if (Entries.TermAt(request.Previous.Index) != request.Previous.Term)
            {
                return new AppendAnswer(Term, "the previous entry is another one", ConflictAt(request.Previous.Index));
            }

            foreach (var entry in request.Entries)
            {
                Take(entry, request.WaitForSync);
            }

            CommitIndex = Math.Max(CommitIndex, Math.Min(request.CommitIndex, request.Last.Index));
            if (!_heard)
            {
                _heard = true;
                Changed();
            }

            return new AppendAnswer(Term, null, null);
        }
    }

    public JsonObject ToStatus()
    {
        lock (Gate)
        {
            return LogStatus.Of(this, _leader);
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            Leadership?.End();
            Entries.Dispose();
        }
    }

    /// <summary>The log is not this server's any more.</summary>
    public void Drop()
    {
        lock (Gate)
        {
            Leadership?.End();
            Entries.Delete();
        }
    }

    /// <summary>Where to try next: at the end of a log that is too short, else at the beginning of the term that differs.</summary>
    private long ConflictAt(long index)
    {
        if (index > Entries.LastIndex)
        {
            return Entries.LastIndex + 1;
        }

        var (first, differing) = (index, Entries.TermAt(index));
        while (first > 1 && Entries.TermAt(first - 1) == differing)
        {
            first--;
        }

        return first;
    }

    private void Take(ReplicatedEntry entry, bool sync)
    {
        if (Entries.TermAt(entry.Index) == entry.Place.Term)
        {
            return;
        }

        if (entry.Index <= Entries.LastIndex)
        {
            Entries.TruncateFrom(entry.Index);
        }

        Entries.Append(entry, sync);
    }
}
