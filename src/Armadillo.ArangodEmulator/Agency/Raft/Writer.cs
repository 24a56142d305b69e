using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Agency.Raft;

internal enum WriteResult
{
    Applied,
    PreconditionFailed,
    Forbidden,
    Unknown,
}

internal sealed record WriteOutcome(WriteResult Result, IReadOnlyList<string> FailedPaths)
{
    public static readonly WriteOutcome Applied = new(WriteResult.Applied, []);
    public static readonly WriteOutcome Forbidden = new(WriteResult.Forbidden, []);
    public static readonly WriteOutcome Unknown = new(WriteResult.Unknown, []);
}

/// <summary>Tests transactions one after the other and takes those that pass into the log, as neighbours.</summary>
internal static class Writer
{
    /// <summary>Tries one transaction on the spearhead; wants the gate to be held.</summary>
    public static WriteOutcome Try(Leadership leadership, Transaction? transaction)
    {
        if (transaction is null)
        {
            return WriteOutcome.Unknown;
        }

        if (transaction.TouchesAgencyConfiguration())
        {
            return WriteOutcome.Forbidden;
        }

        if (Preconditions.Failed(leadership.Spearhead, transaction.Preconditions) is { Count: > 0 } failed)
        {
            return new WriteOutcome(WriteResult.PreconditionFailed, failed);
        }

        return leadership.TryAdvanceSpearhead(transaction) ? WriteOutcome.Applied : WriteOutcome.Unknown;
    }

    /// <summary>Writes all of one request; null when leadership was lost.</summary>
    public static (WriteOutcome Outcome, long Index)[]? Write(
        RaftState state, Leadership leadership, IReadOnlyList<Transaction?> transactions)
    {
        lock (state.Gate)
        {
            if (!ReferenceEquals(state.Leadership, leadership))
            {
                return null;
            }

            var results = new (WriteOutcome Outcome, long Index)[transactions.Count];
            var accepted = new List<Transaction>(transactions.Count);
            for (var i = 0; i < results.Length; i++)
            {
                results[i].Outcome = Try(leadership, transactions[i]);
                if (results[i].Outcome.Result == WriteResult.Applied)
                {
                    accepted.Add(transactions[i]!);
                }
            }

            if (accepted.Count > 0)
            {
                var indexes = new Queue<long>(leadership.Append(accepted));
                for (var i = 0; i < results.Length; i++)
                {
                    results[i].Index = results[i].Outcome.Result == WriteResult.Applied ? indexes.Dequeue() : 0;
                }
            }

            return results;
        }
    }
}
