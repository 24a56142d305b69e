using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Metrics;

/// <summary>The parameters type and mode of a request for metrics, with the conditions of arangod's source.</summary>
/// <param name="Complaint">What is wrong with them, one line for each; null for nothing.</param>
/// <param name="IsBetweenServers">Whether it asks for what servers tell each other in arangod's binary form.</param>
internal sealed record MetricsQuestion(string? Complaint, bool IsBetweenServers)
{
    private const string Last = "last";
    private const string OfCoordinator = "cd_json";
    private const string OfDbServer = "db_json";

    public static MetricsQuestion Of(ServerRequest request, ServerContext server)
    {
        var (type, mode, role) = (request.Query("type"), request.Query("mode"), server.State.Role);
        var lines = new List<string>();
        if (mode is not null)
        {
            Expect(type is null or Last, "mode and type exclude each other");
            Expect(role == ServerRole.Coordinator, "mode is for coordinators");
            Expect(mode is "local" or "trigger_global" or "read_global" or "write_global", "unknown mode");
        }

        if (type is not null)
        {
            Expect(Routes.ServerForwarding.Target(request, server) is null, "type and serverId exclude each other");
            Expect(type != OfCoordinator || HasVersion(request), "type=cd_json needs MetricsServerId, MetricsRebootId and MetricsVersion");
            Expect(type != Last || mode is not null, "type=last needs a mode");
            Expect(type is Last or OfCoordinator or OfDbServer, "unknown type");
            Expect(type is not (Last or OfCoordinator) || role == ServerRole.Coordinator, "type=cd_json and type=last are for coordinators");
            Expect(type != OfDbServer || role == ServerRole.DbServer, "type=db_json is for DB servers");
        }

        // Coordinators gather the metrics of others only when they are given time for it.
        var gathers = mode is not (null or "local") && server.Options.Number("server.cluster-metrics-timeout") > 0;
        return new MetricsQuestion(lines.Count == 0 ? null : string.Concat(lines), type is OfCoordinator or OfDbServer || gathers);

        void Expect(bool condition, string complaint)
        {
            if (!condition)
            {
                lines.Add($"{complaint}\n");
            }
        }
    }

    private static bool HasVersion(ServerRequest request) =>
        ((string[])["MetricsVersion", "MetricsRebootId", "MetricsServerId"]).All(name => !string.IsNullOrEmpty(request.Query(name)));
}
