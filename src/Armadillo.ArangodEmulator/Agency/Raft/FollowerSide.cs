using System.Text.Json;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Agency.Raft;

internal sealed record AppendRequest(long Term, string LeaderId, long PreviousIndex, long PreviousTerm, long LeaderCommit, IReadOnlyList<JsonElement> Entries);

/// <summary>Takes entries from the leader. An answer of success means that they are on disk.</summary>
internal sealed class FollowerSide(RaftState state)
{
    public async Task<(bool Success, long Term)> AppendAsync(AppendRequest request)
    {
        lock (state.Gate)
        {
            if (request.Term < state.Term)
            {
                return (false, state.Term);
            }

            state.BecomeFollower(request.Term, request.LeaderId);
            state.LastHeartbeat = state.Time.GetTimestamp();
            var entries = request.Entries;
            var start = 0;
            if (entries.Count > 0 && entries[0].TryGetProperty("readDB", out var tree))
            {
                Install(entries[0], tree);
                start = 1;
            }

            if (!Matches(request))
            {
                return (false, state.Term);
            }

            if (!TryStore(entries, start))
            {
                return (false, state.Term);
            }

            state.CommitTo(Math.Min(request.LeaderCommit, request.PreviousIndex + entries.Count - start));
        }

        // Also a heartbeat vouches for the entries before it, so it waits for what is on its way to the disk.
        await state.Disk.WaitAllAsync();

        return (true, request.Term);
    }

    private bool Matches(AppendRequest request) =>
        state.Log.TermAt(request.PreviousIndex) is { } term
            ? term == request.PreviousTerm
            // All that a snapshot covers is committed, so it is the same everywhere.
            : request.PreviousIndex <= state.Log.Snapshot.Index;

    private void Install(JsonElement first, JsonElement tree)
    {
        var snapshot = new Snapshot(first.GetProperty("index").GetInt64(), first.GetProperty("term").GetInt64(), ObjectValue.FromObject(tree));
        if (snapshot.Index <= state.CommitIndex || state.Log.TermAt(snapshot.Index) == snapshot.Term)
        {
            // The log reaches as far and is the same up to there. What follows may have been acknowledged, so it must not be dropped.
            return;
        }

        state.Install(snapshot);
        state.Disk.Compact(snapshot, []);
    }

    private bool TryStore(IReadOnlyList<JsonElement> entries, int start)
    {
        var fresh = new List<LogEntry>();
        foreach (var element in entries.Skip(start))
        {
            var index = element.GetProperty("index").GetInt64();
            if (fresh.Count == 0)
            {
                if (index < state.Log.FirstIndex || state.Log.TermAt(index) == element.GetProperty("term").GetInt64())
                {
                    continue;
                }

                if (index <= state.CommitIndex)
                {
                    state.ServerLog.Log(
                        LogLevel.Error, LogIds.Unknown, "agency", $"{state.Id}: committed entry {index} contradicts the leader of term {state.Term}");
                    return false;
                }

                if (index <= state.Log.LastIndex)
                {
                    state.Log.TruncateFrom(index);
                    state.Disk.Truncate(index);
                }
            }

            var entry = LogEntry.From(element);
            state.Log.Append(entry);
            fresh.Add(entry);
        }

        if (fresh.Count > 0)
        {
            state.Disk.Append(fresh);
        }

        return true;
    }
}
