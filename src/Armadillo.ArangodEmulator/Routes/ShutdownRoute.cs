using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>DELETE /_admin/shutdown: answers at once, stops two seconds later.</summary>
internal sealed class ShutdownRoute(ServerContext server) : IRoute
{
    private static readonly TimeSpan _delay = TimeSpan.FromSeconds(2);

    private readonly SoftShutdown _soft = new(server);

    public IEnumerable<string> Paths => ["/_admin/shutdown"];

    public async Task HandleAsync(ServerRequest request)
    {
        if (request.Suffixes.Length > 0 || (request.Method != "DELETE" && !request.IsGet))
        {
            await request.MethodNotAllowedAsync();
        }
        else if (!request.Identity.IsAdmin)
        {
            await request.ForbiddenAsync("you need admin rights to trigger shutdown");
        }
        else if (request.IsGet)
        {
            await ProgressAsync(request);
        }
        else
        {
            await StopAsync(request);
        }
    }

    private async Task StopAsync(ServerRequest request)
    {
        var soft = request.QueryFlag("soft");
        if (soft && server.State.Role != ServerRole.Coordinator)
        {
            await request.ErrorAsync(501, 9, "soft shutdown is for coordinators only");
            return;
        }

        if (request.QueryFlag("shutdown_cluster") && server.Cluster is { } cluster)
        {
            await cluster.Agency.SetAsync("/arango/Shutdown", true, request.Aborted);
        }

        server.Stop.RemoveFromCluster |= request.QueryFlag("remove_from_cluster");
        await request.JsonAsync(200, "OK");
        if (soft)
        {
            _soft.Begin();
        }
        else
        {
            _ = StopLaterAsync(_delay);
        }
    }

    private async Task StopLaterAsync(TimeSpan delay)
    {
        await Task.Delay(delay, server.Time);
        server.Stop.Stop();
    }

    private Task ProgressAsync(ServerRequest request) => server.State.Role != ServerRole.Coordinator
        ? request.MethodNotAllowedAsync()
        : request.JsonAsync(200, _soft.Progress());
}
