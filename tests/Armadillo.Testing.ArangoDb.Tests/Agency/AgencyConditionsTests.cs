using Armadillo.Testing.ArangoDb.Agency;

namespace Armadillo.Testing.ArangoDb.Tests.Agency;

public sealed class AgencyConditionsTests
{
    [Fact]
    public void One_leader_that_all_name_is_agreement() =>
        Assert.Equal((true, "agent-1 leads in term 7"), AgencyConditions.Judge([Agent(1, "A1", leading: true), Agent(2, "A1"), Agent(3, "A1")], 3));

    [Fact]
    public void An_agent_that_does_not_answer_is_named_with_its_problem() => Assert.Equal(
        (false, "agent-2: status 503"), AgencyConditions.Judge([Agent(1, "A1", leading: true), ("agent-2", null, "status 503"), Agent(3, "A1")], 3));

    [Fact]
    public void An_agent_that_knows_too_few_others_holds_it_up() =>
        Assert.Equal((false, "agent-3 knows 2 of 3 agents"), AgencyConditions.Judge([Agent(1, "A1", leading: true), Agent(2, "A1"), Agent(3, "A1", pool: 2)], 3));

    [Fact]
    public void An_agent_without_a_leader_holds_it_up() =>
        Assert.Equal((false, "agent-2 knows no leader (term 7)"), AgencyConditions.Judge([Agent(1, "A1", leading: true), Agent(2, ""), Agent(3, "A1")], 3));

    [Fact]
    public void Agents_that_follow_different_leaders_disagree() => Assert.Equal(
        (false, "they disagree: agent-1 follows A1, agent-2 follows A1, agent-3 follows A3"),
        AgencyConditions.Judge([Agent(1, "A1", leading: true), Agent(2, "A1"), Agent(3, "A3")], 3));

    [Fact]
    public void A_leader_that_does_not_know_of_its_office_yet_is_not_enough() =>
        Assert.Equal((false, "0 agents say that they lead"), AgencyConditions.Judge([Agent(1, "A1"), Agent(2, "A1"), Agent(3, "A1")], 3));

    [Fact]
    public void Two_that_say_that_they_lead_are_one_too_many() =>
        Assert.Equal((false, "2 agents say that they lead"), AgencyConditions.Judge([Agent(1, "A1", leading: true), Agent(2, "A1", leading: true), Agent(3, "A1")], 3));

    private static (string Name, AgentConfig? Config, string Problem) Agent(int number, string leader, bool leading = false, int pool = 3) => (
        $"agent-{number}",
        new AgentConfig($"A{number}", leader, 7, 20, leading, Enumerable.Range(1, pool).ToDictionary(n => $"A{n}", n => $"tcp://127.0.0.1:{n}")),
        "");
}
