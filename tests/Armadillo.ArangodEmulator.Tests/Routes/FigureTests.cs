using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Routes;

public sealed partial class FigureTests
{
    [Fact]
    public async Task Metrics_have_help_type_and_role_and_count_what_happened()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await server.GetAsync("/_api/version");
        await Requests.SendAsync(HttpMethod.Post, server.Port, "/_api/collection", body: """{"name":"things"}""");
        var text = await Requests.TextAsync(server.Port, "/_admin/metrics/v2");
        var lines = text.TrimEnd('\n').Split('\n');
        Assert.All(lines, static l => Assert.Matches(MetricLine(), l));
        Assert.Contains("arangodb_http_request_statistics_http_get_requests_total{role=\"SINGLE\"} 1", lines);
        Assert.Contains("arangodb_http_request_statistics_http_post_requests_total{role=\"SINGLE\"} 1", lines);
        Assert.Contains("arangodb_client_connection_statistics_total_time_bucket{le=\"+Inf\",role=\"SINGLE\"} 2", lines);
        Assert.Contains("arangodb_client_connection_statistics_total_time_count{role=\"SINGLE\"} 2", lines);
        Assert.Contains("# TYPE arangodb_client_connection_statistics_bytes_sent histogram", lines);
        Assert.Contains("arangodb_client_connection_statistics_client_connections{role=\"SINGLE\"} 1", lines);
        Assert.Contains("arangodb_http_response_code_total{role=\"SINGLE\",code=\"200\"} 2", lines);
        Assert.Contains("arangodb_http1_connections_total{role=\"SINGLE\"} 1", lines);
        Assert.Contains("arangodb_request_body_size_http1_bucket{role=\"SINGLE\",le=\"191\"} 2", lines);
        Assert.Contains("arangodb_metadata_number_of_collections{role=\"SINGLE\"} 1", lines);
        Assert.Contains("arangodb_metadata_number_of_databases{role=\"SINGLE\"} 1", lines);
        Assert.Equal("", await Requests.TextAsync(server.Port, "/_admin/usage-metrics"));
        foreach (var wrong in (string[])["type=db_json", "type=last", "type=nonsense", "mode=local", "type=cd_json"])
        {
            Assert.Equal(400, (await server.GetAsync($"/_admin/metrics/v2?{wrong}")).Status);
        }

        Assert.Equal(400, (await Requests.SendAsync(HttpMethod.Post, server.Port, "/_admin/metrics/v2")).Status);
        await server.RestartAsync("--server.authentication", "false", "--server.export-metrics-api", "false");
        Assert.Equal(404, (await server.GetAsync("/_admin/metrics/v2")).Status);
    }

    [Fact]
    public async Task Support_information_is_for_those_whom_the_option_names()
    {
        const string Path = "/_admin/support-info";
        await using var server = await SingleServer.ReadyAsync();
        Assert.Equal(401, (await server.GetAsync(Path)).Status);
        var root = Requests.Basic("root", "");
        var information = (await server.GetAsync(Path, root)).Body!.AsObject();
        Assert.Equal(["deployment", "host", "date"], information.Select(static x => x.Key));
        Assert.Equal("single", (string?)information["deployment"]!["type"]);
        Assert.Equal(
            ["role", "maintenance", "readOnly", "version", "build", "license", "os", "platform", "physicalMemory", "numberOfCores", "processStats",
                "cpuStats", "engineStats"],
            information["host"]!.AsObject().Select(static x => x.Key));
        await Requests.SendAsync(HttpMethod.Post, server.Port, "/_api/database", root, """{"name":"other"}""");
        Assert.Equal((400, 1230L), (await server.GetAsync($"/_db/other{Path}", root)) is var other ? (other.Status, other.ErrorNum) : default);
        await server.RestartAsync("--server.support-info-api", "jwt");
        Assert.Equal(403, (await server.GetAsync(Path, root)).Status);
        await server.RestartAsync("--server.support-info-api", "disabled");
        Assert.Equal(404, (await server.GetAsync(Path, root)).Status);
    }

    [Fact]
    public async Task Statistics_have_the_recorded_names_as_far_as_they_have_values()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await Requests.SendAsync(HttpMethod.Get, server.Port, "/_api/version", headers: ("x-arango-async", "true"));
        var statistics = (await server.GetAsync("/_admin/statistics")).Body!.AsObject();
        Assert.Equal(
            ["time", "enabled", "system", "client", "clientUser", "http", "server", "error", "code"], statistics.Select(static x => x.Key));
        Assert.Equal(
            ["httpConnections", "connectionTime", "totalTime", "requestTime", "queueTime", "ioTime", "bytesSent", "bytesReceived"],
            statistics["client"]!.AsObject().Select(static x => x.Key));
        Assert.Equal(
            [4, 10, 10, 10, 10, 6, 6],
            statistics["client"]!.AsObject().Skip(1).Select(static x => x.Value!["counts"]!.AsArray().Count));
        Assert.Equal((1, 1, 1), ((int)statistics["http"]!["requestsTotal"]!, (int)statistics["http"]!["requestsAsync"]!, (int)statistics["http"]!["requestsUser"]!));
    }

    [Fact]
    public async Task Statistics_are_described_figure_by_figure_as_they_are_named()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        var statistics = (await server.GetAsync("/_admin/statistics")).Body!;
        var description = (await server.GetAsync("/_admin/statistics-description")).Body!;
        Assert.Equal(
            ["system", "client", "clientUser", "http", "server"], description["groups"]!.AsArray().Select(static g => (string?)g!["group"]));
        foreach (var figure in description["figures"]!.AsArray())
        {
            var value = statistics[(string)figure!["group"]!]![(string)figure["identifier"]!]!;
            Assert.Equal((string?)figure["type"] == "distribution", figure["cuts"] is not null);
            if (figure["cuts"] is JsonArray cuts)
            {
                Assert.Equal(cuts.Count + 1, value["counts"]!.AsArray().Count);
            }
        }

        Assert.Equal("31210", (string?)(await server.GetAsync("/_admin/database/target-version")).Body!["version"]);
    }

    [Fact]
    public async Task Memory_and_cores_are_what_the_environment_says()
    {
        using var scratch = new ScratchDirectory();
        var port = FreePorts.One();
        await using var process = EmulatorProcess.Start(
            [("ARANGODB_OVERRIDE_DETECTED_TOTAL_MEMORY", "3GiB"), ("ARANGODB_OVERRIDE_DETECTED_NUMBER_OF_CORES", "7")],
            SingleServer.Arguments(port, scratch.At("data"), "--server.authentication", "false"));
        await process.WaitUntilReadyAsync();
        var metrics = await Requests.TextAsync(port, "/_admin/metrics/v2");
        Assert.Contains("arangodb_server_statistics_physical_memory{role=\"SINGLE\"} 3221225472\n", metrics, StringComparison.Ordinal);
        Assert.Contains("arangodb_server_statistics_cpu_cores{role=\"SINGLE\"} 7\n", metrics, StringComparison.Ordinal);
        var statistics = (await Requests.GetAsync(port, "/_admin/statistics")).Body!;
        Assert.Equal(3L << 30, (long)statistics["server"]!["physicalMemory"]!);
    }

    [Fact]
    public async Task The_last_requests_and_queries_are_remembered_the_newest_first()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await server.GetAsync("/_api/version");
        await Requests.SendAsync(HttpMethod.Post, server.Port, "/_api/cursor", body: """{"query":"FOR x IN [1, 2] RETURN @v","bindVars":{"v":3}}""");
        var calls = (await server.GetAsync("/_admin/server/api-calls")).Body!["result"]!["calls"]!.AsArray();
        Assert.Equal(["/_admin/server/api-calls", "/_api/cursor", "/_api/version"], calls.Select(static c => (string?)c!["path"]));
        Assert.Equal(["timeStamp", "requestType", "path", "database"], calls[1]!.AsObject().Select(static x => x.Key));
        var query = (await server.GetAsync("/_admin/server/aql-queries")).Body!["result"]!["queries"]!.AsArray().Single()!;
        Assert.Equal(["timeStamp", "query", "bindVars", "database"], query.AsObject().Select(static x => x.Key));
        Assert.Equal("""{"v":3}""", query["bindVars"]!.ToJsonString());
        await server.RestartAsync("--server.authentication", "false", "--server.api-call-recording", "false");
        Assert.Equal(403, (await server.GetAsync("/_admin/server/api-calls")).Status);
    }

    [GeneratedRegex("""^(# HELP [a-z0-9_]+ .+|# TYPE [a-z0-9_]+ (counter|gauge|histogram)|[a-z0-9_]+\{([a-z_]+="[^"]*",)?role="SINGLE"(,[a-z]+="[^"]*")?\} [0-9.]+)$""")]
    private static partial Regex MetricLine();
}
