using Armadillo.ArangodEmulator.Tests.Agency;

namespace Armadillo.ArangodEmulator.Tests.ReplicatedLogs;

public sealed class LogSupervisionTests
{
    [Fact]
    public async Task A_wanted_log_is_planned_and_converges_and_is_forgotten_when_it_is_wanted_no_more()
    {
        await using var agency = await LogAgency.StartedAsync(3);
        await agency.CreateAsync(3, 2, ",\"version\":1");
        await Eventually.Async(async () => (int?)await agency.CurrentAsync("/supervision/targetVersion") == 1);
        var plan = (await agency.PlanAsync())!;
        Assert.Equal(("target", 1, 1), ((string?)plan["owner"], (int)plan["id"]!, (int)plan["currentTerm"]!["term"]!));
        Assert.Equal(2, (int)plan["participantsConfig"]!["config"]!["effectiveWriteConcern"]!);
        Assert.Equal(3, plan["participantsConfig"]!["participants"]!.AsObject().Count);
        Assert.Equal(["AddLogToPlanAction", "ConvergedToTargetAction"], await agency.ActionsAsync());

        await agency.WriteAsync("""{"arango/Target/ReplicatedLogs/d/1/version":5}""");
        await Eventually.Async(async () => (int?)await agency.CurrentAsync("/supervision/targetVersion") == 5);
        await agency.WriteAsync("""{"arango/Target/ReplicatedLogs/d/1":{"op":"delete"},"arango/Target/Version":{"op":"increment"} }""");
        await Eventually.Async(async () => await agency.PlanAsync() is null && await agency.CurrentAsync() is null);
    }

    [Fact]
    public async Task After_the_leader_has_failed_the_longest_log_of_the_latest_term_leads()
    {
        await using var agency = await LogAgency.StartedAsync(3);
        var leader = await agency.CreateAsync(3, 2, ",\"leader\":\"PRMR-1\"");
        Assert.Equal("PRMR-1", leader);
        agency.HasLog(2, 1, 9);
        agency.HasLog(3, 2, 3);
        agency.Kill(1);
        Assert.Equal("PRMR-3", await agency.LeaderAsync(3));
        var trace = (await agency.CurrentAsync("/actions"))!.AsArray().Select(a => a!["desc"]!).ToList();
        Assert.Equal("WriteEmptyTermAction", (string?)trace[^2]["type"]);
        var election = trace[^1]["election"]!;
        Assert.Equal("LeaderElectionAction", (string?)trace[^1]["type"]);
        Assert.Equal("PRMR-3", (string?)trace[^1]["electedLeader"]!["serverId"]);
        Assert.Equal("""["PRMR-3"]""", election["electibleLeaderSet"]!.ToJsonString());
        Assert.Equal((2, 3), ((int)election["bestTermIndex"]!["term"]!, (int)election["bestTermIndex"]!["index"]!));
        Assert.Equal((2, 2), ((int)election["participantsRequired"]!, (int)election["participantsAvailable"]!));
        Assert.Equal((1, 0), ((int)election["details"]!["PRMR-1"]!["code"]!, (int)election["details"]!["PRMR-2"]!["code"]!));
    }

    [Fact]
    public async Task Without_a_quorum_nobody_is_elected_and_the_status_says_so()
    {
        await using var agency = await LogAgency.StartedAsync(3);
        await agency.CreateAsync(3, 2, ",\"leader\":\"PRMR-1\"");
        agency.Kill(2);
        agency.Kill(1);
        await ReportedAsync(agency, "LeaderElectionQuorumNotReached");
        var election = (await agency.CurrentAsync("/supervision/StatusReport"))![0]!["detail"]!["election"]!;
        Assert.Equal((2, 1), ((int)election["participantsRequired"]!, (int)election["participantsAvailable"]!));
        Assert.Null((await agency.PlanAsync())!["currentTerm"]!["leader"]);
        agency.Revive(2);
        Assert.NotEqual("PRMR-1", await agency.LeaderAsync(2));
        await ReportedAsync(agency, "TargetLeaderFailed");
        agency.Revive(1);
        Assert.Equal("PRMR-1", await agency.LeaderAsync(4));
        await Eventually.Async(async () => await agency.CurrentAsync("/supervision/StatusReport") is null);
    }

    [Fact]
    public async Task A_leader_that_was_restarted_is_another_process_and_must_be_elected_anew()
    {
        await using var agency = await LogAgency.StartedAsync(3);
        var leader = await agency.CreateAsync(3, 2);
        await agency.WriteAsync($$"""{"arango/Current/ServersKnown/{{leader}}/rebootId":{"op":"increment"} }""");
        await agency.LeaderAsync(3);
        Assert.Contains("WriteEmptyTermAction", await agency.ActionsAsync());
    }

    [Fact]
    public async Task A_leader_asked_for_by_name_is_first_forced_into_the_quorum()
    {
        await using var agency = await LogAgency.StartedAsync(3);
        await agency.CreateAsync(3, 2, ",\"leader\":\"PRMR-1\"");
        await agency.WriteAsync("""{"arango/Target/ReplicatedLogs/d/1/leader":"PRMR-2"}""");
        Assert.Equal("PRMR-2", await agency.LeaderAsync(2));
        await Eventually.Async(async () => (await agency.ActionsAsync()).TakeLast(3).SequenceEqual(
            ["UpdateParticipantFlagsAction", "SwitchLeaderAction", "UpdateParticipantFlagsAction"]));
        Assert.False((bool)(await agency.PlanAsync("/participantsConfig/participants/PRMR-2/forced"))!);
        await agency.WriteAsync("""{"arango/Target/ReplicatedLogs/d/1/leader":"PRMR-9"}""");
        await ReportedAsync(agency, "TargetLeaderInvalid");
    }

    [Fact]
    public async Task Participants_come_go_and_change_without_losing_the_quorum()
    {
        await using var agency = await LogAgency.StartedAsync(4);
        await agency.CreateAsync(3, 2, ",\"leader\":\"PRMR-1\",\"version\":1");
        await agency.WriteAsync("""
            {"arango/Target/ReplicatedLogs/d/1/participants/PRMR-2":{"op":"delete"},"arango/Target/ReplicatedLogs/d/1/participants/PRMR-4":{},
             "arango/Target/ReplicatedLogs/d/1/version":2}
            """);
        await Eventually.Async(async () => (int?)await agency.CurrentAsync("/supervision/targetVersion") == 2);
        Assert.Equal(["PRMR-1", "PRMR-3", "PRMR-4"], (await agency.PlanAsync("/participantsConfig/participants"))!.AsObject().Select(p => p.Key));
        Assert.Equal(
            ["AddParticipantToPlanAction", "UpdateParticipantFlagsAction", "RemoveParticipantFromPlanAction", "ConvergedToTargetAction"],
            (await agency.ActionsAsync()).TakeLast(4));

        // The leader goes the same way once another one leads.
        await agency.WriteAsync("""
            {"arango/Target/ReplicatedLogs/d/1/leader":{"op":"delete"},"arango/Target/ReplicatedLogs/d/1/participants/PRMR-1":{"op":"delete"},
             "arango/Target/ReplicatedLogs/d/1/version":3}
            """);
        await Eventually.Async(async () => (int?)await agency.CurrentAsync("/supervision/targetVersion") == 3);
        Assert.Equal(["PRMR-3", "PRMR-4"], (await agency.PlanAsync("/participantsConfig/participants"))!.AsObject().Select(p => p.Key));

        await agency.WriteAsync("""{"arango/Target/ReplicatedLogs/d/1/participants/PRMR-3":{"allowedAsLeader":false} }""");
        await Eventually.Async(async () => (bool?)await agency.PlanAsync("/participantsConfig/participants/PRMR-3/allowedAsLeader") == false);
    }

    [Fact]
    public async Task A_reconfigure_job_ends_when_the_log_has_become_so()
    {
        await using var agency = await LogAgency.StartedAsync(4);
        await agency.CreateAsync(3, 2);
        await agency.WriteAsync("""
            {"arango/Target/ToDo/77":{"type":"reconfigureReplicatedLog","database":"d","logId":1,"jobId":"77","operations":[
              {"operation":"add-participant","participant":"PRMR-4"},{"operation":"remove-participant","participant":"PRMR-1"},
              {"operation":"set-leader","participant":"PRMR-4"}]} }
            """);
        await Eventually.Async(async () => await agency.AtAsync("Target/Finished/77") is not null);
        Assert.Equal("PRMR-4", await agency.LeaderAsync(2));
        Assert.Equal(["PRMR-2", "PRMR-3", "PRMR-4"], (await agency.PlanAsync("/participantsConfig/participants"))!.AsObject().Select(p => p.Key));

        // A leader that has left meanwhile would never lead: the log keeps what it has.
        await agency.WriteAsync("""
            {"arango/Target/ToDo/78":{"type":"reconfigureReplicatedLog","database":"d","logId":1,"jobId":"78","operations":[
              {"operation":"set-leader","participant":"PRMR-1"}]} }
            """);
        await Eventually.Async(async () => await agency.AtAsync("Target/Failed/78") is not null);
        Assert.Equal("PRMR-4", (string?)await agency.AtAsync("Target/ReplicatedLogs/d/1/leader"));
    }

    [Fact]
    public async Task The_write_concern_sinks_no_lower_than_asked_and_rises_again()
    {
        await using var agency = await LogAgency.StartedAsync(3);
        await agency.CreateAsync(3, 2, ",\"leader\":\"PRMR-1\"");
        await agency.WriteAsync("""{"arango/Target/ReplicatedLogs/d/1/config/softWriteConcern":3}""");
        await EffectiveAsync(agency, 3);
        agency.Kill(3);
        await EffectiveAsync(agency, 2);
        agency.Revive(3);
        await EffectiveAsync(agency, 3);
    }

    private static Task ReportedAsync(LogAgency agency, string type) => Eventually.Async(async () =>
        (string?)(await agency.CurrentAsync("/supervision/StatusReport"))?[0]?["type"] == type);

    private static Task EffectiveAsync(LogAgency agency, int writeConcern) => Eventually.Async(async () =>
        (int?)await agency.PlanAsync("/participantsConfig/config/effectiveWriteConcern") == writeConcern
        && (int?)await agency.CurrentAsync("/supervision/assumedWriteConcern") == writeConcern);
}
