using System.Text;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Routes;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Metrics;

/// <summary>/_admin/metrics and /_admin/metrics/v2: the metrics that this server has real values for.</summary>
internal sealed class MetricsRoute(ServerContext server) : IRoute
{
    private readonly ProcessMetrics _process = new(server);

    public IEnumerable<string> Paths => ["/_admin/metrics", "/_admin/usage-metrics"];

    public Task HandleAsync(ServerRequest request)
    {
        if (server.Options.Flag("server.harden") && !request.Identity.IsAdmin)
        {
            return request.ForbiddenAsync();
        }

        if (!request.IsGet)
        {
            return request.ErrorAsync(400, 405, "method not supported");
        }

        if (request.Suffixes is not ([] or ["v2"]))
        {
            return request.NotEmulatedAsync();
        }

        var usage = request.Matched.EndsWith("usage-metrics", StringComparison.Ordinal);
        var question = MetricsQuestion.Of(request, server);
        if (!usage && question.Complaint is { } complaint)
        {
            return request.ErrorAsync(400, 400, complaint);
        }

        if (ServerForwarding.Target(request, server) is { } other)
        {
            return ServerForwarding.SendAsync(request, server, other, unknown: usage ? 400 : 404);
        }

        if (!usage && question.IsBetweenServers)
        {
            return request.NotEmulatedAsync();
        }

        // Usage is counted per shard, and only where somebody has switched that on.
        return !server.Options.Flag("server.export-metrics-api")
            ? request.ErrorAsync(404, 404, "not found")
            : TextAsync(request, usage ? "" : Text());
    }

    private static async Task TextAsync(ServerRequest request, string text)
    {
        var response = request.Context.Response;
        response.ContentType = "text/plain";
        var bytes = Encoding.UTF8.GetBytes(text);
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, request.Aborted);
    }

    private string Text()
    {
        var text = new MetricsText(server.State.Role.Name());
        text.Add("arangodb_aql_all_query_total", server.Queries.Count);
        text.Add("arangodb_aql_cursors_active", server.Cursors.Count);
        text.Add("arangodb_logger_errors_total", server.Log.Errors);
        text.Add("arangodb_logger_warnings_total", server.Log.Warnings);

        // A line is written when it is made, so none is ever dropped.
        text.Add("arangodb_logger_messages_dropped_total", 0);
        RequestMetrics.Add(text, server);
        _process.Add(text);
        DataMetrics.Add(text, server);
        server.Agent?.AddMetrics(text);
        return text.ToString();
    }
}
