using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Jobs;

/// <summary>/_api/job: what became of the requests that were sent with x-arango-async: store.</summary>
internal sealed class JobRoute(AsyncJobs jobs) : IRoute
{
    private const int MostListed = 100;

    public IEnumerable<string> Paths => ["/_api/job", "/_admin/job"];

    public Task HandleAsync(ServerRequest request) => (request.Method, request.Suffixes) switch
    {
        ("GET", ["done" or "pending"]) => ListAsync(request, request.Suffixes[0] == "done"),
        ("GET", [var id]) when char.IsAsciiDigit(id[0]) => StatusAsync(request, id),
        ("PUT", [var id]) => FetchAsync(request, id),
        ("PUT", [var id, "cancel"]) => CancelAsync(request, id),
        ("DELETE", ["all"]) => ForgetAsync(request, static _ => true),
        ("DELETE", ["expired"]) => ForgetExpiredAsync(request),
        ("DELETE", [var id]) => jobs.Find(request.Identity, id) is { } job
            ? ForgetAsync(request, j => j == job)
            : UnknownAsync(request),
        ("GET" or "PUT" or "DELETE", _) => request.ErrorAsync(400, 400, "bad parameter"),
        _ => request.MethodNotAllowedAsync(),
    };

    private static Task UnknownAsync(ServerRequest request) => request.ErrorAsync(404, 404, "not found");

    private static Task EmptyAsync(ServerRequest request, int status)
    {
        request.Context.Response.StatusCode = status;
        request.Context.Response.ContentType = "text/plain";
        if (status != 204)
        {
            request.Context.Response.ContentLength = 0;
        }

        return Task.CompletedTask;
    }

    private Task ListAsync(ServerRequest request, bool done)
    {
        var most = int.TryParse(request.Query("count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : MostListed;
        return request.JsonAsync(200, new JsonArray([.. jobs.List(request.Identity, done, most).Select(static id => (JsonNode)$"{id}")]));
    }

    private Task StatusAsync(ServerRequest request, string id) =>
        jobs.Find(request.Identity, id) is { } job ? EmptyAsync(request, job.Done ? 200 : 204) : UnknownAsync(request);

    private async Task FetchAsync(ServerRequest request, string id)
    {
        if (jobs.Find(request.Identity, id) is not { } job)
        {
            await UnknownAsync(request);
        }
        else if (!job.Done)
        {
            await EmptyAsync(request, 204);
        }
        else
        {
            jobs.Forget(request.Identity, j => j == job);
            request.Context.Response.Headers[AsyncJobs.IdHeader] = $"{job.Id}";
            await job.CopyAnswerAsync(request.Context);
        }
    }

    private Task CancelAsync(ServerRequest request, string id)
    {
        if (jobs.Find(request.Identity, id) is not { Done: false } job)
        {
            return UnknownAsync(request);
        }

        job.Cancel();
        return ResultAsync(request);
    }

    private Task ForgetAsync(ServerRequest request, Func<AsyncJob, bool> which)
    {
        jobs.Forget(request.Identity, which);
        return ResultAsync(request);
    }

    private Task ForgetExpiredAsync(ServerRequest request) =>
        double.TryParse(request.Query("stamp"), NumberStyles.Float, CultureInfo.InvariantCulture, out var stamp)
            ? ForgetAsync(request, j => j.Done && j.StartedAt.ToUnixTimeMilliseconds() < stamp * 1000)
            : request.ErrorAsync(400, 400, "bad parameter");

    private static Task ResultAsync(ServerRequest request) => request.JsonAsync(200, new JsonObject { ["result"] = true });
}
