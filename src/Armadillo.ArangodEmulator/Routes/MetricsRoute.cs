using System.Text;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>/_admin/metrics and /_admin/metrics/v2: the metrics that this process has real values for.</summary>
internal sealed class MetricsRoute(ServerContext server) : IRoute
{
    private readonly long _startedAt = server.Time.GetTimestamp();

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

        if (request.Suffixes is not ([] or ["v2"]) || request.Query("type") is not null)
        {
            return request.NotEmulatedAsync();
        }

        if (ServerForwarding.Target(request, server) is { } other)
        {
            return ServerForwarding.SendAsync(request, server, other);
        }

        // Usage is counted per shard, and only where somebody has switched that on.
        return !server.Options.Flag("server.export-metrics-api")
            ? request.ErrorAsync(404, 404, "not found")
            : TextAsync(request, request.Matched.EndsWith("usage-metrics", StringComparison.Ordinal) ? "" : Text());
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
        if (server.Cluster is { } cluster)
        {
            text.Add("arangodb_heartbeat_failures_total", cluster.HeartbeatFailures);
        }

        text.Add("arangodb_logger_errors_total", server.Log.Errors);
        text.Add("arangodb_logger_warnings_total", server.Log.Warnings);
        AddRequests(text);
        AddProcess(text);
        AddClients(text);
        return text.ToString();
    }

    private void AddProcess(MetricsText text)
    {
        var figures = ProcessFigures.Read();
        text.Add("arangodb_process_statistics_minor_page_faults_total", figures.MinorFaults);
        text.Add("arangodb_process_statistics_major_page_faults_total", figures.MajorFaults);
        text.Add("arangodb_process_statistics_user_time", figures.UserSeconds);
        text.Add("arangodb_process_statistics_system_time", figures.SystemSeconds);
        text.Add("arangodb_process_statistics_number_of_threads", figures.Threads);
        text.Add("arangodb_process_statistics_resident_set_size", figures.ResidentBytes);
        text.Add("arangodb_process_statistics_resident_set_size_percent", figures.ResidentBytes / (double)Machine.PhysicalMemory);
        text.Add("arangodb_process_statistics_virtual_memory_size", figures.VirtualBytes);
        text.Add("arangodb_server_statistics_physical_memory", Machine.PhysicalMemory);
        text.Add("arangodb_server_statistics_server_uptime_total", server.Time.GetElapsedTime(_startedAt).TotalSeconds);
        text.Add("arangodb_server_statistics_cpu_cores", Machine.NumberOfCores);
        var machine = $"machine_id=\"{HostIdentity.Name}\",";
        text.Add("arangodb_server_statistics_effective_cpu_cores", Machine.NumberOfCores, machine);
        text.Add("arangodb_server_statistics_effective_physical_memory", Machine.PhysicalMemory, machine);
    }

    private void AddRequests(MetricsText text)
    {
        const string Prefix = "arangodb_http_request_statistics_";
        var requests = server.Requests;
        text.Add("arangodb_scheduler_ongoing_low_prio", requests.LowPriorityOngoing);
        text.Add("arangodb_scheduler_low_prio_queue_last_dequeue_time", server.Queue.Time.TotalMilliseconds);
        text.Add("arangodb_scheduler_queue_time_violations_total", requests.QueueTimeViolations);
        text.Add(Prefix + "async_requests_total", requests.Async);
        foreach (var method in (string[])["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"])
        {
            text.Add($"{Prefix}http_{method.ToLowerInvariant()}_requests_total", requests.Of(method));
        }

        text.Add(Prefix + "other_http_requests_total", requests.Of(""));
        text.Add(Prefix + "total_requests_total", requests.Total);
        text.Add(Prefix + "superuser_requests_total", requests.Superuser);
        text.Add(Prefix + "user_requests_total", requests.User);
    }

    private void AddClients(MetricsText text)
    {
        const string Prefix = "arangodb_client_connection_statistics_";
        var (all, users) = (server.Requests.All, server.Requests.Users);
        text.Add(Prefix + "client_connections", server.Requests.Connections.Open);
        text.Add(Prefix + "connection_time", server.Requests.Connections.ConnectionTime);
        text.Add(Prefix + "total_time", all.TotalTime);
        text.Add(Prefix + "request_time", all.RequestTime);
        text.Add(Prefix + "queue_time", all.QueueTime);
        text.Add(Prefix + "io_time", all.IoTime);
        text.Add(Prefix + "bytes_sent", all.BytesSent);
        text.Add(Prefix + "bytes_received", all.BytesReceived);
        text.Add("arangodb_client_user_connection_statistics_bytes_sent", users.BytesSent);
        text.Add("arangodb_client_user_connection_statistics_bytes_received", users.BytesReceived);
    }
}
