namespace Armadillo.ArangodEmulator.ReplicatedLogs.Supervision;

/// <summary>Brings participants and their flags from Target into Plan, without ever leaving the log without a quorum or a leader.</summary>
internal sealed class ParticipantChecks(LogTarget target, LogPlan plan, LogCurrent current, Participants participants, LogDecision decision)
{
    private readonly bool _committed = current.Leader?.Committed?.Generation == plan.Config.Generation;

    public void Run()
    {
        CheckAdded();
        CheckRemoved();
        CheckLeaderRemoved();
        CheckLeaderWanted();
        CheckFlags();
    }

    private bool Confirmed(string id) => current.Participants.GetValueOrDefault(id)?.Term == plan.Term;

    private void CheckAdded()
    {
        foreach (var (id, flags) in target.Participants.Where(p => !plan.Config.Participants.ContainsKey(p.Key)))
        {
            decision.Do(LogAction.AddParticipant(plan, id, flags));
        }
    }

    private void CheckRemoved()
    {
        var leaving = plan.Config.Participants.Where(p => !target.Participants.ContainsKey(p.Key)).ToList();
        if (leaving.Count == 0 || current.Leader?.Committed is null)
        {
            return;
        }

        var remaining = target.Participants.Keys.Count(id => participants.NotFailed(id) && Confirmed(id));
        if (remaining < plan.Config.EffectiveWriteConcern)
        {
            decision.Tell("TargetNotEnoughParticipants");
            return;
        }

        if (!_committed)
        {
            decision.Wait("WaitingForConfigCommitted");
            return;
        }

        // Whoever leaves must first be in no quorum any more; a leader never leaves as such.
        foreach (var (id, flags) in leaving.Where(p => p.Key != current.Leader.ServerId && p.Key != plan.Leader?.ServerId))
        {
            decision.Do(flags.AllowedInQuorum
                ? LogAction.UpdateFlags(plan, id, flags with { AllowedInQuorum = false })
                : LogAction.RemoveParticipant(plan, id));
        }
    }

    private void CheckLeaderRemoved()
    {
        if (plan.Leader is not { } leader || current.Leader?.Committed is not { } committed || target.Participants.ContainsKey(leader.ServerId))
        {
            return;
        }

        if (!_committed)
        {
            decision.Wait("WaitingForConfigCommitted");
            return;
        }

        // Another leader is wanted by name and can lead: the next check sees to it.
        if (target.Leader is { } wanted && participants.NotFailed(wanted)
            && plan.Config.Participants.GetValueOrDefault(wanted) is { AllowedAsLeader: true })
        {
            return;
        }

        var able = committed.Participants
            .Where(p => p.Key != leader.ServerId && p.Value.AllowedAsLeader && Confirmed(p.Key) && participants.NotFailed(p.Key))
            .ToList();
        if (able.Count == 0)
        {
            decision.Tell("SwitchLeaderFailed");
        }
        else if (able.Find(p => p.Value.Forced) is { Key: { } next } && participants.Process(next) is { } process)
        {
            decision.Do(LogAction.Switch(plan, process));
        }
        else
        {
            decision.Do(LogAction.UpdateFlags(plan, able[0].Key, able[0].Value with { Forced = true }));
        }
    }

    private void CheckLeaderWanted()
    {
        if (target.Leader is not { } wanted)
        {
            return;
        }

        if (!plan.Config.Participants.TryGetValue(wanted, out var flags))
        {
            decision.Tell("TargetLeaderInvalid");
        }
        else if (!participants.NotFailed(wanted))
        {
            decision.Tell("TargetLeaderFailed");
        }
        else if (plan.Leader is null || plan.Leader.ServerId == wanted)
        {
            // An election is on, or it leads already.
        }
        else if (!flags.AllowedAsLeader)
        {
            decision.Tell("TargetLeaderExcluded");
        }
        else if (!flags.Forced)
        {
            // Forced into the quorum it has everything that is committed from then on.
            decision.Do(LogAction.UpdateFlags(plan, wanted, flags with { Forced = true }));
        }
        else if (!_committed || !Confirmed(wanted))
        {
            decision.Wait("WaitingForConfigCommitted");
        }
        else if (participants.Process(wanted) is { } process)
        {
            decision.Do(LogAction.Switch(plan, process));
        }
        else
        {
            decision.Tell("TargetLeaderInvalid");
        }
    }

    private void CheckFlags()
    {
        foreach (var (id, flags) in target.Participants)
        {
            if (plan.Config.Participants.TryGetValue(id, out var planned) && planned != flags)
            {
                decision.Do(LogAction.UpdateFlags(plan, id, flags));
            }
        }
    }
}
