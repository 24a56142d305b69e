using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Metrics;

/// <summary>Requests, answers and connections.</summary>
internal static class RequestMetrics
{
    /// <summary>Recorded: a line for each of these, whether it was ever answered or not.</summary>
    private static readonly int[] _codes =
    [
        100, 101, 102, 200, 201, 202, 203, 204, 205, 206, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412,
        413, 414, 415, 416, 417, 418, 420, 421, 422, 423, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 509, 510,
    ];

    public static void Add(MetricsText text, ServerContext server)
    {
        const string Prefix = "arangodb_http_request_statistics_";
        var requests = server.Requests;
        text.Add("arangodb_http1_connections_total", requests.Connections.Http1);
        text.Add("arangodb_http2_connections_total", requests.Connections.Http2);
        text.Add("arangodb_http_response_code_total", _codes.Select(c => ($"code=\"{c}\"", (double)requests.Answered(c))));
        text.Add("arangodb_network_forwarded_requests_total", requests.Forwarded);
        text.Add("arangodb_request_body_size_http1", requests.BodySizesHttp1);
        text.Add("arangodb_request_body_size_http2", requests.BodySizesHttp2);
        text.Add("arangodb_scheduler_ongoing_low_prio", requests.LowPriorityOngoing);
        text.Add("arangodb_scheduler_low_prio_queue_last_dequeue_time", server.Queue.Time.TotalMilliseconds);
        text.Add("arangodb_scheduler_queue_full_failures_total", requests.QueueFullFailures);
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
        AddClients(text, server);
    }

    private static void AddClients(MetricsText text, ServerContext server)
    {
        const string Prefix = "arangodb_client_connection_statistics_";
        var (all, users) = (server.Requests.All, server.Requests.Users);
        text.Add(Prefix + "client_connections", server.Requests.Connections.Open);
        text.AddStatistics(Prefix + "connection_time", server.Requests.Connections.ConnectionTime);
        text.AddStatistics(Prefix + "total_time", all.TotalTime);
        text.AddStatistics(Prefix + "request_time", all.RequestTime);
        text.AddStatistics(Prefix + "queue_time", all.QueueTime);
        text.AddStatistics(Prefix + "io_time", all.IoTime);
        text.AddStatistics(Prefix + "bytes_sent", all.BytesSent);
        text.AddStatistics(Prefix + "bytes_received", all.BytesReceived);
        text.AddStatistics("arangodb_client_user_connection_statistics_bytes_sent", users.BytesSent);
        text.AddStatistics("arangodb_client_user_connection_statistics_bytes_received", users.BytesReceived);
    }
}
