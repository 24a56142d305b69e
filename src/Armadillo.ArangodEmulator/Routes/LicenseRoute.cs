using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>GET /_admin/license without a licence: the disk usage that decides whether one is needed. The limit is the recorded one.</summary>
internal sealed class LicenseRoute(ServerContext server) : IRoute
{
    private const long Limit = 100L << 30;
    private const long TenYears = 315569520;

    public IEnumerable<string> Paths => ["/_admin/license"];

    public Task HandleAsync(ServerRequest request)
    {
        if (!request.IsGet)
        {
            return request.NotEmulatedAsync();
        }

        var used = new DirectoryInfo(server.DataDirectory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static f => f.Exists ? f.Length : 0);
        return used > Limit ? request.NotEmulatedAsync() : request.JsonAsync(200, new JsonObject
        {
            ["upgrading"] = false,
            ["diskUsage"] = new JsonObject
            {
                ["bytesUsed"] = used,
                ["bytesLimit"] = Limit,
                ["limitReached"] = false,
                ["secondsUntilReadOnly"] = TenYears,
                ["secondsUntilShutDown"] = TenYears,
                ["status"] = "good",
            },
        });
    }
}
