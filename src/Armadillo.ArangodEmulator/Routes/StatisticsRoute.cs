using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>/_admin/statistics: the groups that this process has real values for.</summary>
internal sealed class StatisticsRoute(ServerContext server, Func<long> requests) : IRoute
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
        return request.OkAsync(new JsonObject
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
                ["residentSizePercent"] = figures.ResidentBytes / (double)ProcessFigures.PhysicalMemory,
                ["virtualSize"] = figures.VirtualBytes,
            },
            ["http"] = new JsonObject { ["requestsTotal"] = requests() },
            ["server"] = new JsonObject
            {
                ["uptime"] = server.Time.GetElapsedTime(_startedAt).TotalSeconds,
                ["physicalMemory"] = ProcessFigures.PhysicalMemory,
            },
        });
    }
}
