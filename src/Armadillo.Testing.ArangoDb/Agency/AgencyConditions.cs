using Armadillo.Testing.ArangoDb.Authentication;
using Armadillo.Testing.ArangoDb.Http;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Readiness;

namespace Armadillo.Testing.ArangoDb.Agency;

/// <summary>What an agency must show before others may use it.</summary>
internal static class AgencyConditions
{
    /// <summary>Exactly one agent leads, every agent knows all the others, and all name the same leader. Asking one of them is not enough.</summary>
    public static Condition OneLeader(TopologySecrets secrets, int size) => Condition.When(
        $"one of {size} agents leads and all name it",
        async (context, cancellationToken) =>
        {
            var http = new ArangoHttp(context.Http, secrets.Token);
            var agents = context.Members.Where(m => m.Role == ArangoRole.Agent.Word()).ToList();
            var answers = await Task.WhenAll(agents.Select(agent => AskAsync(http, agent, cancellationToken))).ConfigureAwait(false);
            return Judge(answers, size);
        });

    internal static (bool IsMet, string Seen) Judge(IReadOnlyList<(string Name, AgentConfig? Config, string Problem)> answers, int size)
    {
        if (answers.FirstOrDefault(a => a.Config is null) is { Name: not null } silent)
        {
            return (false, $"{silent.Name}: {silent.Problem}");
        }

        if (answers.FirstOrDefault(a => a.Config!.Pool.Count < size) is { Name: not null } lonely)
        {
            return (false, $"{lonely.Name} knows {lonely.Config!.Pool.Count} of {size} agents");
        }

        if (answers.FirstOrDefault(a => a.Config!.LeaderId.Length == 0) is { Name: not null } leaderless)
        {
            return (false, $"{leaderless.Name} knows no leader (term {leaderless.Config!.Term})");
        }

        if (answers.Select(a => a.Config!.LeaderId).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            return (false, $"they disagree: {string.Join(", ", answers.Select(a => $"{a.Name} follows {a.Config!.LeaderId}"))}");
        }

        var leading = answers.Where(a => a.Config!.IsLeading).ToList();
        return leading.Count == 1
            ? (true, $"{leading[0].Name} leads in term {leading[0].Config!.Term}")
            : (false, $"{leading.Count} agents say that they lead");
    }

    private static async Task<(string Name, AgentConfig? Config, string Problem)> AskAsync(
        ArangoHttp http, IConditionTarget agent, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await http.SendAsync(agent.Endpoint!, HttpMethod.Get, "/_api/agency/config", null, cancellationToken).ConfigureAwait(false);
            var config = answer.Status == 200 ? AgentConfig.Parse(answer.Json) : null;
            return (agent.Name, config, config is null ? answer.ToString() : "");
        }
        catch (ArangoRequestException e)
        {
            return (agent.Name, null, e.Message);
        }
    }
}
