using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Agency.Raft;

internal sealed record VoteRequest(long Term, string CandidateId, long LastIndex, long LastTerm, int? TimeoutMult);

/// <summary>Decides who leads: waits for heartbeats, stands for election, votes, and gives up leading without a majority.</summary>
internal sealed class Elections(RaftState state)
{
    private readonly Queue<long> _recent = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Start();
        while (!cancellationToken.IsCancellationRequested)
        {
            if (state.Role == RaftRole.Leader)
            {
                await state.RoleChanged.WaitAsync(state.Configuration.HeartbeatInterval, cancellationToken);
                StepDownWithoutMajority();
            }
            else if (await SilenceAsync(cancellationToken) && !cancellationToken.IsCancellationRequested)
            {
                await StandAsync(cancellationToken);
            }
        }
    }

    /// <summary>Gives up leading when too few of the others answer.</summary>
    /// <returns>Whether it did.</returns>
    public bool StepDownWithoutMajority()
    {
        lock (state.Gate)
        {
            if (state.Leadership is not { } leadership || !leadership.LostMajority())
            {
                return false;
            }

            state.BecomeFollower(state.Term, "");
            return true;
        }
    }

    public (bool Granted, long Term) Vote(VoteRequest request)
    {
        lock (state.Gate)
        {
            if (request.TimeoutMult is { } mult)
            {
                AdjustTimeouts(mult);
            }

            if (request.Term > state.Term)
            {
                state.BecomeFollower(request.Term, "");
            }

            var fresh = request.LastTerm > state.Log.LastTerm
                || (request.LastTerm == state.Log.LastTerm && request.LastIndex >= state.Log.LastIndex);
            if (request.Term < state.Term || !fresh || (state.VotedFor.Length > 0 && state.VotedFor != request.CandidateId))
            {
                return (false, state.Term);
            }

            if (state.VotedFor.Length == 0)
            {
                state.Vote(request.CandidateId);
            }

            state.LastHeartbeat = state.Time.GetTimestamp();
            return (true, state.Term);
        }
    }

    private void Start()
    {
        lock (state.Gate)
        {
            state.LastHeartbeat = state.Time.GetTimestamp();
            if (state.Configuration.Size == 1)
            {
                state.ServerLog.Log(LogLevel.Info, "66f72", "agency", $"{state.Id}: only agent, leader is itself");
                state.BecomeLeader();
            }
            else
            {
                state.ServerLog.Log(LogLevel.Info, "29175", "agency", $"{state.Id}: role set to FOLLOWER in term {state.Term}");
            }
        }
    }

    /// <summary>Waits for one random timeout; true when no leader was heard of during it.</summary>
    private async Task<bool> SilenceAsync(CancellationToken cancellationToken)
    {
        var (min, max) = (state.Configuration.MinPing, state.Configuration.MaxPing);
        var timeout = min + ((max - min) * Random.Shared.NextDouble());
        var wait = timeout - state.Time.GetElapsedTime(state.LastHeartbeat);
        wait = wait < min ? min : wait;
        var began = state.Time.GetTimestamp();
        await Task.Delay(wait, state.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var late = state.Time.GetElapsedTime(began) - wait;
        if (late > min)
        {
            // This process stood still itself, so its silence says nothing about the leader.
            state.ServerLog.Log(
                LogLevel.Warning, "aa123", "agency", $"{state.Id}: constituent loop was late by {late.TotalSeconds:F3} s");
            return false;
        }

        lock (state.Gate)
        {
            return state.Role != RaftRole.Leader && state.Time.GetElapsedTime(state.LastHeartbeat) >= timeout;
        }
    }

    private async Task StandAsync(CancellationToken cancellationToken)
    {
        long term;
        string query;
        lock (state.Gate)
        {
            CountElection();
            state.BecomeCandidate();
            term = state.Term;
            query = string.Create(
                CultureInfo.InvariantCulture,
                $"/_api/agency_priv/requestVote?term={term}&candidateId={state.Id}&prevLogIndex={state.Log.LastIndex}&prevLogTerm={state.Log.LastTerm}&timeoutMult={state.Configuration.TimeoutMult}");
        }

        var voters = state.Configuration.Pool.Where(p => p.Key != state.Id).Select(p => p.Value).ToList();
        var needed = state.Configuration.Size / 2;
        var pending = voters.Select(v => AskAsync(v, query, cancellationToken)).ToList();
        while (needed > 0 && pending.Count > 0 && state.Role == RaftRole.Candidate)
        {
            var done = await Task.WhenAny(pending);
            pending.Remove(done);
            needed -= await done ? 1 : 0;
        }

        lock (state.Gate)
        {
            if (state.Role != RaftRole.Candidate || state.Term != term)
            {
                return;
            }

            if (needed <= 0)
            {
                state.BecomeLeader();
            }
            else
            {
                state.BecomeFollower(term, "");
            }
        }
    }

    private async Task<bool> AskAsync(string endpoint, string query, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await state.Peers.SendAsync(
                HttpMethod.Get, endpoint, query, null, state.Configuration.MinPing * 0.9, cancellationToken);
            if (answer.Status != HttpStatusCode.OK || answer.Body is not JsonObject content)
            {
                return false;
            }

            lock (state.Gate)
            {
                if (content["term"]?.GetValue<long>() is { } term && term > state.Term)
                {
                    state.BecomeFollower(term, "");
                }
            }

            return content["voteGranted"]?.GetValue<bool>() ?? false;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Many elections in the last hour mean that the timeouts are too short for this network.</summary>
    private void CountElection()
    {
        var now = state.Time.GetTimestamp();
        _recent.Enqueue(now);
        while (state.Time.GetElapsedTime(_recent.Peek(), now) > TimeSpan.FromHours(1))
        {
            _recent.Dequeue();
        }

        AdjustTimeouts(_recent.Count);
    }

    private void AdjustTimeouts(int mult)
    {
        mult = Math.Clamp(mult, 1, 10);
        if (mult != state.Configuration.TimeoutMult)
        {
            state.ServerLog.Log(
                LogLevel.Warning, "f4568", "agency", $"{state.Id}: timeout multiplier {state.Configuration.TimeoutMult} -> {mult}");
            state.Configuration.TimeoutMult = mult;
        }
    }
}
