using System.Net;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Tests.Cluster;

public sealed class AgencyClientTests
{
    private const string Agent1 = "tcp://127.0.0.1:1";
    private const string Agent2 = "tcp://127.0.0.1:2";
    private const string NoLeader = """{"message":"No leader"}""";
    private const string Lost = """{"error":true,"code":503,"errorNum":503,"errorMessage":"service unavailable"}""";
    private const string Unknown = """{"results":[0],"inquired":true}""";

    private static readonly (int Status, string Body) _noAnswer = (0, "");

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_asked_about_until_there_is_a_leader_and_not_written_twice()
    {
        var agency = new ScriptedAgency()
            .Writes(Agent1, _noAnswer)
            .Inquiries(Agent2, (503, NoLeader), (503, NoLeader), (200, """{"results":[7],"inquired":true}"""))
            .Inquiries(Agent1, (503, NoLeader), (503, NoLeader), (503, NoLeader));
        Assert.Equal(7, await CommitAsync(agency));
        Assert.Equal(1, agency.Written);
    }

    [Theory]
    [InlineData(503, Lost)]
    [InlineData(408, """{"error":true,"code":408,"errorNum":408,"errorMessage":"request timeout"}""")]
    public async Task A_write_that_was_taken_and_not_committed_in_time_is_asked_about_before_it_is_written_again(int status, string body)
    {
        var kept = new ScriptedAgency()
            .Writes(Agent1, (status, body))
            .Inquiries(Agent2, (307, Agent1), (307, Agent1))
            .Inquiries(Agent1, (status, body), (200, """{"results":[9],"inquired":true}"""));
        Assert.Equal(9, await CommitAsync(kept));
        Assert.Equal(1, kept.Written);

        var gone = new ScriptedAgency()
            .Writes(Agent1, (status, body))
            .Writes(Agent2, (200, """{"results":[4]}"""))
            .Inquiries(Agent2, (404, Unknown));
        Assert.Equal(4, await CommitAsync(gone));
        Assert.Equal(2, gone.Written);
    }

    [Fact]
    public async Task A_write_that_no_leader_took_is_written_again_with_no_question()
    {
        var agency = new ScriptedAgency().Writes(Agent1, (503, NoLeader)).Writes(Agent2, (307, Agent1)).Writes(Agent1, (200, """{"results":[3]}"""));
        Assert.Equal(3, await CommitAsync(agency));
        Assert.Equal((3, 0), (agency.Written, agency.Asked));
    }

    [Fact]
    public async Task Of_transactions_that_were_written_together_those_that_are_not_in_the_log_have_failed()
    {
        var agency = new ScriptedAgency()
            .Writes(Agent1, _noAnswer)
            .Inquiries(Agent2, (404, """{"results":[5,0],"inquired":true}"""));
        var client = new AgencyClient(agency, [Agent1, Agent2], "CRDN-1", TimeProvider.System);
        Assert.Equal([5, null], await client.CommitAllAsync([([], []), ([], [])], CancellationToken.None));
        Assert.Equal(1, agency.Written);
    }

    [Fact]
    public async Task A_question_that_nobody_answers_ends_with_the_patience()
    {
        var agency = new ScriptedAgency().Writes(Agent1, _noAnswer);
        var client = new AgencyClient(agency, [Agent1, Agent2], "CRDN-1", TimeProvider.System) { Patience = TimeSpan.FromMilliseconds(300) };
        await Assert.ThrowsAsync<AgencyUnreachableException>(() => client.CommitAsync([], null, CancellationToken.None));
        Assert.Equal(1, agency.Written);
    }

    private static Task<long?> CommitAsync(ScriptedAgency agency) =>
        new AgencyClient(agency, [Agent1, Agent2], "CRDN-1", TimeProvider.System).CommitAsync([], null, CancellationToken.None);

    /// <summary>Gives the answers it was told, each once; then all agents say that there is no leader.</summary>
    private sealed class ScriptedAgency : IPeerClient
    {
        private readonly Dictionary<(string Endpoint, bool Write), Queue<(int Status, string Body)>> _answers = [];

        public int Written { get; private set; }

        public int Asked { get; private set; }

        public ScriptedAgency Writes(string endpoint, params (int Status, string Body)[] answers) => Add(endpoint, write: true, answers);

        public ScriptedAgency Inquiries(string endpoint, params (int Status, string Body)[] answers) => Add(endpoint, write: false, answers);

        public Task<PeerAnswer> SendAsync(
            HttpMethod method, string endpoint, string pathAndQuery, JsonNode? body, TimeSpan timeout, CancellationToken cancellationToken,
            string? authorization = null)
        {
            var write = pathAndQuery.EndsWith("/write", StringComparison.Ordinal);
            Written += write ? 1 : 0;
            Asked += write ? 0 : 1;
            var answer = _answers.TryGetValue((endpoint, write), out var queue) && queue.TryDequeue(out var next) ? next : (503, NoLeader);
            return answer switch
            {
                (0, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded, "the answer was lost"),
                (307, var leader) => Task.FromResult(new PeerAnswer(
                    HttpStatusCode.TemporaryRedirect, null, leader.Replace("tcp://", "http://", StringComparison.Ordinal) + pathAndQuery)),
                var (status, text) => Task.FromResult(new PeerAnswer((HttpStatusCode)status, JsonNode.Parse(text), null)),
            };
        }

        private ScriptedAgency Add(string endpoint, bool write, (int Status, string Body)[] answers)
        {
            if (!_answers.TryGetValue((endpoint, write), out var queue))
            {
                _answers[(endpoint, write)] = queue = new();
            }

            Array.ForEach(answers, queue.Enqueue);
            return this;
        }
    }
}
