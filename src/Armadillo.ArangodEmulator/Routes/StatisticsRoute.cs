using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Http.Statistics;
using Armadillo.ArangodEmulator.Metrics;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>/_admin/statistics: the groups that this process has real values for, in their recorded order.</summary>
internal sealed class StatisticsRoute(ServerContext server) : IRoute
{
    private readonly long _startedAt = server.Time.GetTimestamp();

    public IEnumerable<string> Paths => ["/_admin/statistics"];

    public Task HandleAsync(ServerRequest request)
    {
        if (!request.IsGet)
        {
            return request.MethodNotAllowedAsync();
        }

        var figures = ProcessFigures.Read();
        var requests = server.Requests;
        return request.JsonAsync(200, new JsonObject
        {
            ["time"] = server.Time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0,
            ["enabled"] = server.Options.Flag("server.statistics"),
            ["system"] = new JsonObject
            {
                ["minorPageFaults"] = figures.MinorFaults,
                ["majorPageFaults"] = figures.MajorFaults,
                ["userTime"] = figures.UserSeconds,
                ["systemTime"] = figures.SystemSeconds,
                ["numberOfThreads"] = figures.Threads,
                ["residentSize"] = figures.ResidentBytes,
                ["residentSizePercent"] = figures.ResidentBytes / (double)Machine.PhysicalMemory,
                ["virtualSize"] = figures.VirtualBytes,
            },
            ["client"] = Clients(requests.Connections, requests.All),
            ["clientUser"] = Clients(requests.Connections, requests.Users),
            ["http"] = Http(requests),
            ["server"] = new JsonObject
            {
                ["uptime"] = server.Time.GetElapsedTime(_startedAt).TotalSeconds,
                ["physicalMemory"] = Machine.PhysicalMemory,
            },
            ["error"] = false,
            ["code"] = 200,
        });
    }

    private static JsonObject Http(RequestStatistics requests) => new()
    {
        ["requestsTotal"] = requests.Total,
        ["requestsSuperuser"] = requests.Superuser,
        ["requestsUser"] = requests.User,
        ["requestsAsync"] = requests.Async,
        ["requestsGet"] = requests.Of("GET"),
        ["requestsHead"] = requests.Of("HEAD"),
        ["requestsPost"] = requests.Of("POST"),
        ["requestsPut"] = requests.Of("PUT"),
        ["requestsPatch"] = requests.Of("PATCH"),
        ["requestsDelete"] = requests.Of("DELETE"),
        ["requestsOptions"] = requests.Of("OPTIONS"),
        ["requestsOther"] = requests.Of(""),
    };

    private static JsonObject Clients(ConnectionStatistics connections, ClientStatistics clients) => new()
    {
        ["httpConnections"] = connections.Open,
        ["connectionTime"] = Shown(connections.ConnectionTime),
        ["totalTime"] = Shown(clients.TotalTime),
        ["requestTime"] = Shown(clients.RequestTime),
        ["queueTime"] = Shown(clients.QueueTime),
        ["ioTime"] = Shown(clients.IoTime),
        ["bytesSent"] = Shown(clients.BytesSent),
        ["bytesReceived"] = Shown(clients.BytesReceived),
    };

    private static JsonObject Shown(Distribution distribution)
    {
        var (sum, counts) = distribution.Read();
        return new JsonObject
        {
            ["sum"] = sum,
            ["count"] = counts.Sum(),
            ["counts"] = new JsonArray([.. counts.Select(static c => (JsonNode)c)]),
        };
    }
}
