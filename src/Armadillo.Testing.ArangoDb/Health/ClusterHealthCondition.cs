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
            var coordinator = context.Members.First(m => m.Role == ArangoRole.Coordinator.Word());
            var answer = await http.SendAsync(coordinator.Endpoint!, HttpMethod.Get, "/_admin/cluster/health", null, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccess)
            {
                return (false, $"{coordinator.Name}: {answer}");
            }

            var records = ServerHealthRecord.ParseAll(answer.Json);
            var wanted = context.Members.Where(m => m.Role != ArangoRole.Agent.Word()).ToList();
            var open = wanted.Select(member => Judge(member, records)).OfType<string>().ToList();
            return (open.Count == 0, open.Count == 0 ? $"{wanted.Count} servers GOOD" : string.Join(", ", open));
        });

    private static string? Judge(IConditionTarget member, IReadOnlyList<ServerHealthRecord> records)
    {
        var record = records.FirstOrDefault(r => r.Endpoint.EndsWith($"://{member.Endpoint!.Authority}", StringComparison.Ordinal));
        return record switch
        {
            null => $"{member.Name} not listed",
            { Health: ServerHealth.Good, SyncStatus: "SERVING" } => null,
            { Health: ServerHealth.Good } => $"{member.Name} {record.SyncStatus}",
            _ => $"{member.Name} {record.Health.ToString().ToUpperInvariant()}",
        };
    }
}
