namespace Armadillo.ArangodEmulator.Tests.Agency.Raft;

/// <summary>One follower that is spoken to as its leader would, request by request.</summary>
public sealed class FollowerTests : IAsyncLifetime
{
    private readonly AgencyNetwork _network = new(3, static s => s with { ElectionTimeoutMin = TimeSpan.FromHours(1), ElectionTimeoutMax = TimeSpan.FromHours(3) });

    private string Follower => _network.Endpoints[0];

    public Task InitializeAsync()
    {
        _network.Start(Follower);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _network.DisposeAsync();

    [Fact]
    public async Task A_late_snapshot_does_not_drop_entries_that_were_acknowledged_after_it()
    {
        Assert.Equal("true", (await AppendAsync(0, 0, 0, string.Join(',', Enumerable.Range(1, 5).Select(static i => Entry(i, 1))))).At("success"));
        var late = await AppendAsync(3, 1, 3, """{"readDB":{"a":3},"index":3,"term":1}""");
        Assert.Equal("true", late.At("success"));
        Assert.Equal("false", await VoteAsync(4));
        Assert.Equal("true", await VoteAsync(5));
        Assert.Equal("3", (await _network.GetAsync(Follower, "state")).At("agency/a"));
    }

    [Fact]
    public async Task A_snapshot_of_what_the_follower_lacks_takes_the_place_of_its_log()
    {
        await AppendAsync(0, 0, 0, Entry(1, 1));
        Assert.Equal("true", (await AppendAsync(7, 1, 7, """{"readDB":{"a":7},"index":7,"term":1}""", Entry(8, 1))).At("success"));
        var state = await _network.GetAsync(Follower, "state");
        Assert.Equal(("7", "7"), (state.At("index"), state.At("agency/a")));
        Assert.Equal("true", await VoteAsync(8));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"index":1,"term":1}""")]
    [InlineData("""{"index":"1","term":1,"query":{}}""")]
    [InlineData("""{"index":1,"term":1,"query":7}""")]
    [InlineData("""{"index":2,"term":1,"query":{}}""")]
    [InlineData("""{"index":1,"term":1,"query":{}},{"index":1,"term":1,"query":{}}""")]
    [InlineData("""{"readDB":{},"index":5,"term":1}""")]
    public async Task Entries_that_are_none_or_leave_a_gap_are_a_bad_request(string entries)
    {
        Assert.Equal(400, (await AppendAsync(0, 0, 0, entries)).Status);
        Assert.Equal("true", await VoteAsync(0));
    }

    [Fact]
    public async Task A_leader_that_contradicts_what_is_committed_is_not_followed_in_that()
    {
        await AppendAsync(0, 0, 2, Entry(1, 1), Entry(2, 1));
        Assert.Equal("false", (await AppendAsync(1, 1, 2, Entry(2, 0))).At("success"));
        Assert.Equal("2", (await _network.GetAsync(Follower, "state")).At("agency/a"));
    }

    private static string Entry(int index, int term) => $$"""{"index":{{index}},"term":{{term}},"query":{"a":{{index}}},"clientId":"","epoch_millis":0}""";

    private Task<AgencyNetwork.Reply> AppendAsync(int previous, int previousTerm, int commit, params string[] entries) => _network.SendAsync(
        "POST",
        Follower,
        $"/_api/agency_priv/appendEntries?term=1&leaderId=AGNT-2&prevLogIndex={previous}&prevLogTerm={previousTerm}&leaderCommit={commit}",
        $"[{string.Join(',', entries)}]");

    /// <summary>A vote tells where the log ends: whoever has less does not get it.</summary>
    private async Task<string> VoteAsync(int lastIndex) => (await _network.SendAsync(
        "GET",
        Follower,
        $"/_api/agency_priv/requestVote?term=2&candidateId=AGNT-3&prevLogIndex={lastIndex}&prevLogTerm={(lastIndex == 0 ? 0 : 1)}",
        null)).At("voteGranted");
}
