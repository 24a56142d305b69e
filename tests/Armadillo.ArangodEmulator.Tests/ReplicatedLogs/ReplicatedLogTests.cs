using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.ReplicatedLogs;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.ReplicatedLogs;

public sealed class ReplicatedLogTests
{
    [Fact]
    public void A_follower_takes_what_fits_and_what_it_has_survives()
    {
        using var scratch = new ScratchDirectory();
        using (var log = Open(scratch))
        {
            log.Configure(Plan(1), 1);
            Assert.Equal("Connecting", log.State);
            Assert.Null(log.Append(Request(1, (0, 0), 0, (1, 1), (1, 2))).Reason);
            Assert.Equal((1L, 2L, 0L), (log.Entries.Spearhead.Term, log.Entries.LastIndex, log.CommitIndex));
            Assert.Equal("ServiceOperational", log.State);
            Assert.Null(log.Append(Request(1, (1, 2), 2)).Reason);
            Assert.Equal(2, log.CommitIndex);
        }

        using var again = Open(scratch);
        Assert.Equal(2, again.Entries.LastIndex);
        Assert.Equal("1.2", (string?)again.Entries[2].ToJson()["payload"]);
        again.Configure(Plan(4), 1);
        Assert.Equal((4L, new TermIndex(1, 2)), (again.Term, again.Entered));
    }

    [Fact]
    public void What_contradicts_a_later_leader_is_replaced()
    {
        using var scratch = new ScratchDirectory();
        using (var log = Open(scratch))
        {
            log.Configure(Plan(1), 1);
            log.Append(Request(1, (0, 0), 1, (1, 1), (1, 2), (1, 3)));
            log.Configure(Plan(2), 1);
            var refused = log.Append(Request(2, (2, 3), 0, (2, 4)));
            Assert.Equal(1, refused.Conflict);
            Assert.Equal(4, log.Append(Request(2, (2, 9), 0, (2, 10))).Conflict);
            Assert.Null(log.Append(Request(2, (1, 1), 0, (2, 2))).Reason);
            Assert.Equal((2L, 2L), (log.Entries.LastIndex, log.Entries.Spearhead.Term));

            // The same once more, late: nothing is cut off.
            Assert.Null(log.Append(Request(2, (1, 1), 0, (2, 2))).Reason);
            Assert.Equal(2, log.Entries.LastIndex);
        }

        using var again = Open(scratch);
        Assert.Equal(["1.1", "2.2"], again.Entries.Range(0, 9).Select(e => (string?)e.ToJson()["payload"]));
    }

    [Fact]
    public void Nobody_but_the_leader_of_the_term_is_obeyed()
    {
        using var scratch = new ScratchDirectory();
        using var log = Open(scratch);
        log.Configure(Plan(3), 1);
        Assert.NotNull(log.Append(Request(2, (0, 0), 0, (2, 1))).Reason);
        Assert.NotNull(log.Append(Request(4, (0, 0), 0, (4, 1))).Reason);
        Assert.NotNull(log.Append(Request(3, (0, 0), 0, (3, 1)) with { Leader = "C" }).Reason);
        Assert.Equal(0, log.Entries.LastIndex);
        log.Configure(Plan(4, leader: null), 1);
        Assert.NotNull(log.Append(Request(3, (0, 0), 0, (3, 1))).Reason);
    }

    private static ReplicatedLog Open(ScratchDirectory scratch) => new(scratch.At("logs/d/1"), "B", null!, static () => { });

    private static LogPlan Plan(long term, string? leader = "A")
    {
        var plan = new JsonObject
        {
            ["id"] = 1,
            ["currentTerm"] = new JsonObject { ["term"] = term, ["leader"] = leader is null ? null : new JsonObject { ["serverId"] = leader, ["rebootId"] = 1 } },
            ["participantsConfig"] = new JsonObject { ["generation"] = 1, ["participants"] = new JsonObject { ["A"] = new JsonObject(), ["B"] = new JsonObject() } },
        };
        return LogPlan.From((ObjectValue)Value.From(plan));
    }

    private static AppendRequest Request(long term, (long Term, long Index) previous, long commit, params (long Term, long Index)[] entries) => new(
        term, "A", new TermIndex(previous.Term, previous.Index), commit, false,
        [.. entries.Select(e => ReplicatedEntry.WithPayload(new TermIndex(e.Term, e.Index), $"{e.Term}.{e.Index}"))]);
}
