using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Authentication;
using Armadillo.Testing.ArangoDb.Http;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Readiness;

namespace Armadillo.Testing.ArangoDb.Health;

/// <summary>The whole cluster's health as a condition.</summary>
internal static class ClusterHealthCondition
{
    /// <summary>Every database server and coordinator of the topology is listed, GOOD and SERVING. One that is missing from the list is not good.</summary>
    public static Condition AllGood(TopologySecrets secrets) => Condition.When(
        "cluster health shows every server GOOD and SERVING",
        async (context, cancellationToken) =>
        {
            var http = new ArangoHttp(context.Http, secrets.Token);
            var answers = new List<string>();
            foreach (var coordinator in context.Members.Where(m => m.Role == ArangoRole.Coordinator.Word()))
            {
                var answer = await AskAsync(http, coordinator, cancellationToken).ConfigureAwait(false);
                if (answer.Json is { } health)
                {
                    return Judge([.. context.Members.Where(m => m.Role != ArangoRole.Agent.Word())], ServerHealthRecord.ParseAll(health));
                }

                answers.Add($"{coordinator.Name}: {answer.Problem}");
            }

            return (false, string.Join(", ", answers));
        });

    /// <summary>Whether all of them are listed, GOOD and SERVING, and otherwise who is not.</summary>
    public static (bool IsMet, string Seen) Judge(IReadOnlyList<IConditionTarget> wanted, IReadOnlyList<ServerHealthRecord> records)
    {
        var open = wanted.Select(member => Judge(member, records)).OfType<string>().ToList();
        return (open.Count == 0, open.Count == 0 ? $"{wanted.Count} servers GOOD" : string.Join(", ", open));
    }

    private static async Task<(JsonNode? Json, string Problem)> AskAsync(ArangoHttp http, IConditionTarget coordinator, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await http.SendAsync(coordinator.Endpoint!, HttpMethod.Get, "/_admin/cluster/health", null, cancellationToken).ConfigureAwait(false);
            return (answer.IsSuccess ? answer.Json : null, answer.ToString());
        }
        catch (ArangoRequestException e)
        {
            return (null, e.Message);
        }
    }

    private static string? Judge(IConditionTarget member, IReadOnlyList<ServerHealthRecord> records)
    {
        var record = records.FirstOrDefault(r => r.Endpoint.EndsWith($"://{member.PeerEndpoint!.Authority}", StringComparison.Ordinal));
        return record switch
        {
            null => $"{member.Name} not listed",
            { Health: ServerHealth.Good, SyncStatus: "SERVING" } => null,
            { Health: ServerHealth.Good } => $"{member.Name} {record.SyncStatus}",
            _ => $"{member.Name} {record.Health.ToString().ToUpperInvariant()}",
        };
    }
}
