using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Agency.Raft;

internal sealed record AppendRequest(long Term, string LeaderId, long PreviousIndex, long PreviousTerm, long LeaderCommit, JsonArray Entries);

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
            if (entries.Count > 0 && entries[0]!["readDB"] is { } tree)
            {
                Install(entries[0]!, tree);
                start = 1;
            }

            if (!Matches(request))
            {
                return (false, state.Term);
            }

            Store(entries, start);
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

    private void Install(JsonNode first, JsonNode tree)
    {
        var snapshot = new Snapshot(first["index"]!.GetValue<long>(), first["term"]!.GetValue<long>(), (ObjectValue)Value.From(tree));
        if (snapshot.Index <= state.CommitIndex)
        {
            return;
        }

        state.Install(snapshot);
        state.Disk.Compact(snapshot, []);
    }

    private void Store(JsonArray entries, int start)
    {
        var fresh = new List<LogEntry>();
        foreach (var node in entries.Skip(start))
        {
            var index = node!["index"]!.GetValue<long>();
            if (fresh.Count == 0)
            {
                if (index < state.Log.FirstIndex || state.Log.TermAt(index) == node["term"]!.GetValue<long>())
                {
                    continue;
                }

                if (index <= state.CommitIndex)
                {
                    throw new InvalidOperationException($"Committed entry {index} contradicts the leader of this term.");
                }

                if (index <= state.Log.LastIndex)
                {
                    state.Log.TruncateFrom(index);
                    state.Disk.Truncate(index);
                }
            }

            var entry = LogEntry.From(node);
            state.Log.Append(entry);
            fresh.Add(entry);
        }

        if (fresh.Count > 0)
        {
            state.Disk.Append(fresh);
        }
    }
}
