namespace Armadillo.ArangodEmulator.Tests.Agency.Routes;

public sealed class RoutesTests : IAsyncLifetime
{
    private AgencyNetwork _network = null!;
    private string _agent = "";

    public async Task InitializeAsync()
    {
        _network = await AgencyNetwork.StartedAsync(1);
        _agent = _network.Endpoints[0];
    }

    public async Task DisposeAsync() => await _network.DisposeAsync();

    [Theory]
    [InlineData("write", "{", 400)]
    [InlineData("write", "{}", 400)]
    [InlineData("read", "[]", 400)]
    [InlineData("transact", "[]", 400)]
    [InlineData("inquire", "7", 400)]
    [InlineData("write", """[[{"a":1,"a":2}]]""", 400)]
    [InlineData("write", """[[{"a":"\ud800"}]]""", 400)]
    public async Task A_body_that_is_no_filled_array_is_refused_with_a_message(string route, string body, int status)
    {
        var reply = await _network.PostAsync(_agent, route, body);
        Assert.Equal(status, reply.Status);
        Assert.Equal(["message"], reply.Body!.AsObject().Select(p => p.Key));
    }

    [Fact]
    public async Task An_empty_request_says_so() =>
        Assert.Equal("""{"message":"Empty request"}""", (await _network.PostAsync(_agent, "write", "[]")).Text);

    [Fact]
    public async Task Transactions_of_one_request_are_neighbours_and_failing_ones_are_skipped()
    {
        var reply = await _network.PostAsync(_agent, "write", """[[{"a":1}],[{"a":2},{"a":7}],[{"b":1},{"a":1},"me:1"]]""");
        Assert.Equal(412, reply.Status);
        Assert.Equal("""{"results":[2,0,3]}""", reply.Text);
        Assert.Equal("""[{"a":1,"b":1}]""", (await _network.PostAsync(_agent, "read", """[["a","b"]]""")).Text);
    }

    [Fact]
    public async Task Agency_keys_are_forbidden_to_write()
    {
        var reply = await _network.PostAsync(_agent, "write", """[[{"/.agency/size":1}],[{"a":1}]]""");
        Assert.Equal((403, """{"results":[0,2]}"""), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task An_unknown_operation_fails_without_being_a_failed_precondition()
    {
        var reply = await _network.PostAsync(_agent, "write", """[[{"a":{"op":"observe","url":"x"}}],[1,2,3,4]]""");
        Assert.Equal((200, """{"results":[0,0]}"""), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task A_client_that_does_not_wait_gets_an_empty_answer()
    {
        var reply = await _network.PostAsync(_agent, "write", """[[{"a":1}]]""", "noWait");
        Assert.Equal((200, "{}"), (reply.Status, reply.Text));
        Assert.Equal("""{"results":[3]}""", (await _network.PostAsync(_agent, "write", """[[{"a":1}]]""", "waitForSequenced")).Text);
    }

    [Fact]
    public async Task A_read_that_is_no_array_makes_a_teapot_when_nothing_else_is_asked()
    {
        var alone = await _network.PostAsync(_agent, "read", """["y"]""");
        Assert.Equal((418, "[]"), (alone.Status, alone.Text));
        var among = await _network.PostAsync(_agent, "read", """[["x"],"y"]""");
        Assert.Equal((200, "[{}]"), (among.Status, among.Text));
    }

    [Fact]
    public async Task A_transact_request_mixes_writes_and_reads()
    {
        var reply = await _network.PostAsync(_agent, "transact", """[[{"a":1}],["a"],[{"a":3},{"a":2}],[{"a":2},{"a":1}],["/a"]]""");
        Assert.Equal((412, """[2,{"a":1},{"a":1},3,{"a":2}]"""), (reply.Status, reply.Text));
        var impossible = await _network.PostAsync(_agent, "transact", """[[{"a":{"op":"dance"}}],[{"a":3}]]""");
        Assert.Equal((412, "[{},4]"), (impossible.Status, impossible.Text));
    }

    [Fact]
    public async Task The_transient_store_answers_true_false_and_reads()
    {
        var reply = await _network.PostAsync(_agent, "transient", """[[{"t":1}],[{"t":2},{"t":5}],["t"]]""");
        Assert.Equal((200, """[true,false,{"t":1}]"""), (reply.Status, reply.Text));
        Assert.Equal("[{}]", (await _network.PostAsync(_agent, "read", """[["t"]]""")).Text);
    }

    [Fact]
    public async Task A_client_can_ask_what_became_of_its_transaction()
    {
        await _network.PostAsync(_agent, "write", """[[{"a":1},{},"me:1"]]""");
        var known = await _network.PostAsync(_agent, "inquire", """["me:1"]""");
        Assert.Equal((200, """{"results":[2],"inquired":true}"""), (known.Status, known.Text));
        var unknown = await _network.PostAsync(_agent, "inquire", """["me:1","you:1"]""");
        Assert.Equal((404, """{"results":[2,0],"inquired":true}"""), (unknown.Status, unknown.Text));
    }

    [Fact]
    public async Task A_poll_gives_the_store_then_the_log_and_waits_for_more()
    {
        await _network.PostAsync(_agent, "write", """[[{"a":1}]]""");
        var first = await _network.GetAsync(_agent, "poll?index=0");
        Assert.Equal("2", first.At("result/commitIndex"));
        Assert.Equal("1", first.At("result/readDB/a"));
        var log = await _network.GetAsync(_agent, "poll?index=2");
        Assert.Equal("""{"commitIndex":2,"firstIndex":2,"log":[{"index":2,"query":{"a":1}}]}""", log.At("result"));
        var none = await _network.GetAsync(_agent, "poll?index=3&timeout=0.05");
        Assert.Equal("""{"commitIndex":2,"firstIndex":2,"log":[]}""", none.At("result"));
        var waiting = _network.GetAsync(_agent, "poll?index=3&timeout=30");
        await _network.PostAsync(_agent, "write", """[[{"a":2}]]""");
        Assert.Equal("""[{"index":3,"query":{"a":2}}]""", (await waiting).At("result/log"));
    }

    [Theory]
    [InlineData("index=x")]
    [InlineData("index=-1")]
    [InlineData("index=1.5")]
    [InlineData("index=&timeout=NaN")]
    public async Task A_poll_with_numbers_that_are_none_begins_with_the_store(string query) =>
        Assert.Equal("0", (await _network.GetAsync(_agent, "poll?" + query)).At("result/firstIndex"));

    [Fact]
    public async Task The_times_of_the_supervision_can_be_changed()
    {
        var reply = await _network.SendAsync("PUT", _agent, "/_api/agency/config", """{"okThreshold":1.5,"gracePeriod":3}""");
        Assert.Equal(200, reply.Status);
        Assert.Equal(("1.5", "3"), (reply.At("configuration/supervision ok threshold"), reply.At("configuration/supervision grace period")));
        var odd = await _network.SendAsync("PUT", _agent, "/_api/agency/config", """{"okThreshold":"x","gracePeriod":4,"unheard":1}""");
        Assert.Equal((200, "1.5", "4"), (odd.Status, odd.At("configuration/supervision ok threshold"), odd.At("configuration/supervision grace period")));
        Assert.Equal(200, (await _network.SendAsync("PUT", _agent, "/_api/agency/config", "[]")).Status);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"AGNT-9":1}""")]
    public async Task A_greeting_that_names_no_peer_is_an_error(string body)
    {
        var reply = await _network.SendAsync("POST", _agent, "/_api/agency/config", body);
        Assert.Equal((500, "4"), (reply.Status, reply.At("errorNum")));
    }

    [Fact]
    public async Task The_store_can_be_rebuilt_at_an_index()
    {
        await _network.PostAsync(_agent, "write", """[[{"a":1}],[{"a":2}]]""");
        Assert.Equal("1", (await _network.PostAsync(_agent, "store", "2")).At("a"));
        Assert.Equal("2", (await _network.PostAsync(_agent, "store", "\"now\"")).At("a"));
        var beyond = await _network.PostAsync(_agent, "store", "99");
        Assert.Equal((400, "400"), (beyond.Status, beyond.At("errorNum")));
        var stores = await _network.GetAsync(_agent, "stores");
        Assert.Equal(("2", "2", "{}"), (stores.At("spearhead/0/a"), stores.At("read_db/0/a"), stores.At("transient/0")));
    }

    [Theory]
    [InlineData("GET", "/_api/agency", 404, 404)]
    [InlineData("GET", "/_api/agency/a/b", 404, 404)]
    [InlineData("GET", "/_api/agency/unheard", 404, 405)]
    [InlineData("GET", "/_api/agency/write", 405, 405)]
    [InlineData("DELETE", "/_api/agency/config", 405, 405)]
    [InlineData("POST", "/_api/agency_priv/requestVote", 405, 405)]
    [InlineData("GET", "/_api/agency_priv/requestVote?term=1", 400, 400)]
    [InlineData("POST", "/_api/agency_priv/inform", 400, 20012)]
    public async Task Wrong_paths_and_methods_have_their_numbers(string method, string path, int status, int errorNum)
    {
        var reply = await _network.SendAsync(method, _agent, path, "{}");
        Assert.Equal(status, reply.Status);
        Assert.Equal($"{errorNum}", reply.At("errorNum"));
    }

    [Fact]
    public async Task A_follower_sends_to_the_leader()
    {
        await using var network = await AgencyNetwork.StartedAsync(3);
        var leader = await network.LeaderAsync();
        var follower = network.Endpoints.First(e => e != leader);
        await Eventually.True(() => network.Running[follower].LeaderId.Length > 0);
        foreach (var (method, route) in new[] { ("POST", "write"), ("POST", "read"), ("POST", "transact"), ("POST", "transient"), ("POST", "inquire"), ("GET", "poll") })
        {
            var reply = await network.SendAsync(method, follower, "/_api/agency/" + route, "[[\"a\"]]");
            Assert.Equal((307, $"http{leader[3..]}/_api/agency/{route}", ""), (reply.Status, reply.Location, reply.Text));
        }

        Assert.Equal("", (await network.GetAsync(follower, "config")).At("lastAcked"));
    }

    [Fact]
    public async Task Without_a_leader_the_answer_says_so()
    {
        await using var network = new AgencyNetwork(3);
        network.Start(network.Endpoints[0]);
        var reply = await network.PostAsync(network.Endpoints[0], "read", """[["a"]]""");
        Assert.Equal((503, """{"message":"No leader"}"""), (reply.Status, reply.Text));
        Assert.Equal("\"\"", (await network.GetAsync(network.Endpoints[0], "config")).At("leaderId"));
    }
}
