using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>The stores as the supervision of one reign sees them. After the reign every write fails.</summary>
internal sealed class SupervisionStore(RaftState state, Leadership leadership)
{
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(10);

    public TimeProvider Time => state.Time;

    public TimeSpan LeaderFor => state.Time.GetElapsedTime(leadership.StartedAt);

    /// <summary>The time of day in the form that the agency stores.</summary>
    public string Now => Iso.Text(state.Time.GetUtcNow());

    /// <summary>What is committed below /arango.</summary>
    public ObjectValue Committed
    {
        get
        {
            lock (state.Gate)
            {
                return state.Committed["arango"] as ObjectValue ?? ObjectValue.Empty;
            }
        }
    }

    /// <summary>What is volatile below /arango.</summary>
    public ObjectValue Transient
    {
        get
        {
            lock (state.Gate)
            {
                return leadership.Transient["arango"] as ObjectValue ?? ObjectValue.Empty;
            }
        }
    }

    /// <summary>Writes and waits for the commit; false when a precondition failed or the reign is over.</summary>
    public async Task<bool> WriteAsync(Change change) => (await WriteAsync([change]))[0];

    public async Task<bool[]> WriteAsync(IReadOnlyList<Change> changes)
    {
        if (changes.Count == 0 || Writer.Write(state, leadership, [.. changes.Select(c => c.ToTransaction())]) is not { } results)
        {
            return new bool[changes.Count];
        }

        var last = results.Max(r => r.Index);
        var committed = last > 0 && await leadership.CommittedAsync(last, CommitTimeout) == CommitOutcome.Committed;
        return [.. results.Select(r => committed && r.Index > 0)];
    }

    public void WriteTransient(Change change)
    {
        if (change.Empty)
        {
            return;
        }

        var operations = change.ToTransaction().Operations;
        lock (state.Gate)
        {
            leadership.Transient = Operations.Apply(leadership.Transient, operations) ?? leadership.Transient;
        }
    }
}
