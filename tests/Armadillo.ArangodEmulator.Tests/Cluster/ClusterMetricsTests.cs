using System.Globalization;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Cluster;

public sealed class ClusterMetricsTests(OneCluster one) : IClassFixture<OneCluster>
{
    private readonly TestCluster _cluster = one.Running;

    [Fact]
    public async Task An_agent_tells_term_log_and_what_it_was_asked()
    {
        var config = (await _cluster.GetAsync("agent", "/_api/agency/config")).Body!;
        var before = await ReadAsync("agent");
        Assert.Equal((double)config["term"]!, before["arangodb_agency_term"]);
        Assert.True(before["arangodb_agency_local_commit_index"] >= (double)config["commitIndex"]!);
        Assert.True(before["arangodb_agency_log_size_bytes"] > 0);
        await _cluster.WriteAgencyAsync("/test/metrics", "1");
        await _cluster.ReadAgencyAsync("test", "metrics");
        var after = await ReadAsync("agent");
        Assert.True(after["arangodb_agency_write_ok_total"] > before["arangodb_agency_write_ok_total"]);
        Assert.True(after["arangodb_agency_read_ok_total"] > before["arangodb_agency_read_ok_total"]);
        Assert.Equal(0, after["arangodb_agency_write_no_leader_total"]);
    }

    [Fact]
    public async Task What_kind_of_metrics_is_wanted_must_fit_the_server()
    {
        foreach (var (name, query, status) in ((string, string, int)[])
        [
            ("coordinator", "mode=local", 200), ("coordinator", "mode=write_global&type=last", 200), ("coordinator", "mode=nonsense", 400),
            ("coordinator", "type=last", 400), ("coordinator", "type=cd_json", 400), ("coordinator", "type=db_json", 400),
            ("coordinator", "type=cd_json&MetricsVersion=1&MetricsRebootId=1&MetricsServerId=CRDN-1", 501),
            ("coordinator", $"type=last&mode=local&serverId={_cluster.IdOf("db1")}", 400), ("coordinator", "serverId=PRMR-nobody", 404),
            ("db1", "type=db_json", 501), ("db1", "mode=local", 400), ("db1", "type=last", 400),
        ])
        {
            Assert.True(status == (await _cluster.GetAsync(name, $"/_admin/metrics/v2?{query}")).Status, $"{name} {query}");
        }

        Assert.Equal(400, (await _cluster.GetAsync("coordinator", "/_admin/usage-metrics?serverId=PRMR-nobody")).Status);
    }

    [Fact]
    public async Task Servers_count_their_shards_and_the_coordinator_all_of_them()
    {
        var body = """{"name":"measured","numberOfShards":3,"replicationFactor":2}""";
        Assert.Equal(200, (await _cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/collection", body)).Status);
        var all = (await ReadAsync("coordinator"))["arangodb_metadata_number_of_shards"];
        var (first, second) = (await ReadAsync("db1"), await ReadAsync("db2"));
        Assert.Equal(all, first["arangodb_shards_leader_number"] + second["arangodb_shards_leader_number"]);
        Assert.Equal(first["arangodb_shards_number"], first["arangodb_shards_leader_number"] + first["arangodb_shards_follower_number"]);
        Assert.Equal((0, 0), (first["arangodb_shards_out_of_sync"], first["arangodb_shards_not_replicated"]));
        Assert.True(first["arangodb_heartbeat_send_time_msec_count"] > 0);
        Assert.True(first["arangodb_agencycomm_request_time_msec_count"] > 0);
    }

    private async Task<Dictionary<string, double>> ReadAsync(string name)
    {
        var lines = (await Requests.TextAsync(_cluster.Port(name), "/_admin/metrics/v2", _cluster.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Where(static l => !l.StartsWith('#') && l.Split('{')[1].Count(static c => c == '"') == 2)
            .ToDictionary(static l => l.Split('{')[0], static l => double.Parse(l.Split(' ')[1], CultureInfo.InvariantCulture));
    }
}
