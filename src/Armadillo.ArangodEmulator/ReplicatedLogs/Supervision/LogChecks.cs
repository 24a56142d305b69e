using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.ReplicatedLogs.Supervision;

/// <summary>Compares a log in Target, Plan and Current, in the server's order; the first thing that can be done is done.</summary>
internal sealed class LogChecks(LogTarget target, LogPlan? plan, LogCurrent current, Participants participants)
{
    private readonly LogDecision _decision = new();

    private long AssumedWriteConcern => current.Supervision?.NumberAt("assumedWriteConcern") ?? 1;

    public LogDecision Run(string id)
    {
        if (plan is null)
        {
            CheckExists(id);
            return _decision;
        }

        CheckLeaderPresent(plan);
        CheckLeaderHealthy(plan);
        CheckConfig(plan);
        new ParticipantChecks(target, plan, current, participants, _decision).Run();
        CheckConverged(plan);
        return _decision;
    }

    private static bool Committed(LogPlan plan, LogCurrent current) => current.Leader?.Committed?.Generation == plan.Config.Generation;

    private void CheckExists(string id)
    {
        if (target.Participants.Count + 1 < target.WriteConcern)
        {
            _decision.Wait("TargetNotEnoughParticipants");
            return;
        }

        var able = target.Participants.Where(p => p.Value.AllowedAsLeader && participants.Known(p.Key)).Select(p => p.Key).ToList();
        var leader = target.Leader ?? (able.Count == 0 ? null : able[(int)(ulong.TryParse(id, out var n) ? n % (ulong)able.Count : 0)]);
        var config = new ParticipantsConfig(1, target.Participants, EffectiveWriteConcern(target.Participants.Keys), target.WaitForSync);
        _decision.Do(LogAction.AddLog(new LogPlan(
            target.Id, 1, leader is null ? null : participants.Process(leader), config, LogPlan.OwnedByTarget, target.Properties)));
    }

    private void CheckLeaderPresent(LogPlan log)
    {
        if (log.Leader is not null)
        {
            return;
        }

        if (log.Config.Participants.Count + 1 <= AssumedWriteConcern)
        {
            _decision.Wait("LeaderElectionImpossible");
            return;
        }

        var election = Election.Hold(log, current, participants, AssumedWriteConcern);
        if (election.Electible.IsEmpty)
        {
            _decision.Wait("LeaderElectionOutOfBounds");
        }
        else if (!election.QuorumReached)
        {
            _decision.Wait("LeaderElectionQuorumNotReached", election);
        }
        else
        {
            var elected = target.Leader is { } wanted && election.Electible.Contains(wanted) ? wanted : election.Electible[0];
            if (participants.Process(elected) is { } leader)
            {
                _decision.Tell("LeaderElectionSuccess", election);
                _decision.Do(LogAction.Elect(log, leader, election));
            }
        }
    }

    private void CheckLeaderHealthy(LogPlan log)
    {
        if (log.Leader is { } leader && participants.Lost(leader))
        {
            _decision.Do(LogAction.EmptyTerm(log, current.Participants.Values.Select(p => p.Spearhead.Term).Append(log.Term).Max()));
        }
    }

    private void CheckConfig(LogPlan log)
    {
        var effective = EffectiveWriteConcern(log.Config.Participants.Keys);
        if (effective != log.Config.EffectiveWriteConcern)
        {
            _decision.Do(LogAction.UpdateWriteConcern(log, effective, Math.Min(effective, AssumedWriteConcern)));
        }
        else if (target.WaitForSync != log.Config.WaitForSync)
        {
            _decision.Do(LogAction.UpdateWaitForSync(log, target.WaitForSync));
        }
        else if (Committed(log, current) && AssumedWriteConcern != effective)
        {
            _decision.Do(LogAction.AssumeWriteConcern(effective));
        }
    }

    private void CheckConverged(LogPlan log)
    {
        var reached = log.Leader is not null
            && current.Leader is { Established: true } leader
            && leader.Term == log.Term
            && Committed(log, current)
            && log.Config.Participants.Keys.All(id =>
                current.Participants.GetValueOrDefault(id) is { State: LocalStatus.Operational } status && status.Term == log.Term);
        if (reached && target.Version is { } version && version != current.Supervision?.NumberAt("targetVersion"))
        {
            _decision.Do(LogAction.Converged(version));
        }
    }

    private long EffectiveWriteConcern(IEnumerable<string> ids) =>
        Math.Max(target.WriteConcern, Math.Min(ids.Count(participants.NotFailed), target.SoftWriteConcern));
}
