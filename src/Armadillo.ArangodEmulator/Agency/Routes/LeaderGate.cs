using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Http;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency.Routes;

/// <summary>Lets requests through to the leader only; all others learn where it is.</summary>
internal sealed class LeaderGate(RaftState state, Elections elections)
{
    /// <summary>What an agent says that takes nothing because nobody leads.</summary>
    public const string NoLeader = "No leader";

    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The leadership of this agent, ready to serve; null when the request has been answered already.</summary>
    public async Task<Leadership?> EnterAsync(HttpContext context)
    {
        elections.StepDownWithoutMajority();
        Leadership? leadership;
        lock (state.Gate)
        {
            leadership = state.Leadership;
        }

        if (leadership is not null && await leadership.ServingAsync())
        {
            return leadership;
        }

        await RefuseAsync(context);
        return null;
    }

    /// <summary>Waits until a majority confirms the leadership; false when the request has been answered already.</summary>
    public async Task<bool> ConfirmAsync(HttpContext context, Leadership leadership)
    {
        if (await leadership.ConfirmAsync())
        {
            return true;
        }

        await RefuseAsync(context);
        return false;
    }

    /// <summary>Waits for the commit of an entry; false when the request has been answered already.</summary>
    public static async Task<bool> CommittedAsync(HttpContext context, Leadership leadership, long index)
    {
        switch (await leadership.CommittedAsync(index, CommitTimeout))
        {
            case CommitOutcome.Committed:
                return true;
            case CommitOutcome.TimedOut:
                await Answers.ErrorAsync(context, 408, 408, "request timeout");
                return false;
            default:
                await Answers.ErrorAsync(context, 503, 503, "service unavailable");
                return false;
        }
    }

    public async Task RefuseAsync(HttpContext context)
    {
        string leaderId;
        lock (state.Gate)
        {
            leaderId = state.Leadership is null ? state.LeaderId : "";
        }

        if (leaderId.Length == 0 || leaderId == state.Id || state.Configuration.EndpointOf(leaderId) is not { } endpoint)
        {
            await JsonReply.MessageAsync(context, 503, NoLeader);
            return;
        }

        context.Response.StatusCode = 307;
        context.Response.ContentLength = 0;
        context.Response.Headers.Location = ToUrl(endpoint) + context.Request.Path;
    }

    public static string ToUrl(string endpoint) => endpoint
        .Replace("tcp://", "http://", StringComparison.Ordinal)
        .Replace("ssl://", "https://", StringComparison.Ordinal);
}
