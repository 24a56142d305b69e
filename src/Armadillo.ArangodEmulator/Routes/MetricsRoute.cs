using System.Globalization;
using System.Text;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>/_admin/metrics/v2: the few metrics that this process has real values for.</summary>
internal sealed class MetricsRoute(ServerContext server, Func<long> requests) : IRoute
{
    private readonly long _startedAt = server.Time.GetTimestamp();

    public IEnumerable<string> Paths => ["/_admin/metrics"];

    public Task HandleAsync(ServerRequest request)
    {
        if (!server.Options.Flag("server.export-metrics-api"))
        {
            return request.UnknownPathAsync();
        }

        if (!request.IsGet)
        {
            return request.MethodNotAllowedAsync();
        }

        if (request.Suffixes is not ([] or ["v2"]) || request.Query("serverId") is not null)
        {
            return request.NotEmulatedAsync();
        }

        return TextAsync(request);
    }

    private async Task TextAsync(ServerRequest request)
    {
        var response = request.Context.Response;
        response.ContentType = "text/plain";
        var bytes = Encoding.UTF8.GetBytes(Text());
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, request.Aborted);
    }

    private string Text()
    {
        var figures = ProcessFigures.Read();
        var text = new StringBuilder();
        Add(text, "arangodb_process_statistics_minor_page_faults_total", "counter", figures.MinorFaults);
        Add(text, "arangodb_process_statistics_major_page_faults_total", "counter", figures.MajorFaults);
        Add(text, "arangodb_process_statistics_user_time", "gauge", figures.UserSeconds);
        Add(text, "arangodb_process_statistics_system_time", "gauge", figures.SystemSeconds);
        Add(text, "arangodb_process_statistics_number_of_threads", "gauge", figures.Threads);
        Add(text, "arangodb_process_statistics_resident_set_size", "gauge", figures.ResidentBytes);
        Add(text, "arangodb_process_statistics_virtual_memory_size", "gauge", figures.VirtualBytes);
        Add(text, "arangodb_server_statistics_physical_memory", "gauge", ProcessFigures.PhysicalMemory);
        Add(text, "arangodb_server_statistics_cpu_cores", "gauge", Environment.ProcessorCount);
        Add(text, "arangodb_server_statistics_server_uptime_total", "counter", server.Time.GetElapsedTime(_startedAt).TotalSeconds);
        Add(text, "arangodb_http_request_statistics_total_requests_total", "counter", requests());
        if (server.Cluster is { } cluster)
        {
            Add(text, "arangodb_heartbeat_failures_total", "counter", cluster.HeartbeatFailures);
        }

        return text.ToString();
    }

    private void Add(StringBuilder text, string name, string type, double value)
    {
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        text.Append(name).Append("{role=\"").Append(server.State.Role.Name()).Append("\"} ")
            .Append(value.ToString("0.######", CultureInfo.InvariantCulture)).Append('\n');
    }
}
