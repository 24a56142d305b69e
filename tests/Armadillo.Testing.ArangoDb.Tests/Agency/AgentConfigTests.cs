using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Agency;
using Armadillo.Testing.ArangoDb.Tests.Processes;

namespace Armadillo.Testing.ArangoDb.Tests.Agency;

public sealed class AgentConfigTests
{
    [Fact]
    public void A_leaders_answer_is_understood()
    {
        var config = AgentConfig.Parse(TestData.Read("agency-config-leader.json"))!;

        Assert.Equal("AGNT-1a0c7a52-5a0e-4a37-9a4e-0d6e4b0c0a01", config.Id);
        Assert.Equal(config.Id, config.LeaderId);
        Assert.Equal(3, config.Term);
        Assert.Equal(127, config.CommitIndex);
        Assert.True(config.IsLeading);
        Assert.Equal(["tcp://127.0.0.1:5001", "tcp://127.0.0.1:5002", "tcp://127.0.0.1:5003"], config.Pool.Values.Order());
    }

    [Fact]
    public void The_answer_of_an_agency_of_one_in_3_10_is_understood()
    {
        var config = AgentConfig.Parse(TestData.Read("agency-config-3.10.json"))!;

        Assert.Equal(0, config.Term);
        Assert.True(config.IsLeading);
        Assert.Equal("tcp://[::1]:4001", config.Pool[config.Id]);
    }

    [Fact]
    public void A_follower_tells_nothing_of_acknowledgements()
    {
        var answer = TestData.Read("agency-config-leader.json");
        answer.AsObject().Remove("lastAcked");

        Assert.False(AgentConfig.Parse(answer)!.IsLeading);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"starting\"")]
    [InlineData("""{"error":true,"code":503}""")]
    [InlineData("""{"configuration":1}""")]
    public void An_answer_of_another_shape_is_no_configuration(string json) => Assert.Null(AgentConfig.Parse(JsonNode.Parse(json)));

    [Fact]
    public void An_agent_that_has_just_begun_knows_no_leader_and_nobody()
    {
        var config = AgentConfig.Parse(JsonNode.Parse("""{"leaderId":"","configuration":{"id":"A"}}"""))!;

        Assert.Equal("", config.LeaderId);
        Assert.Empty(config.Pool);
    }
}
