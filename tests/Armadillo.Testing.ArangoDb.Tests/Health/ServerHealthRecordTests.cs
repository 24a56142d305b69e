using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Health;
using Armadillo.Testing.ArangoDb.Tests.Processes;

namespace Armadillo.Testing.ArangoDb.Tests.Health;

public sealed class ServerHealthRecordTests
{
    [Fact]
    public void The_health_of_every_server_is_read() => Assert.Equal(
        [
            new ServerHealthRecord("CRDN-5f9a1c12-1111-4c1e-8a11-000000000001", "Coordinator", "Coordinator0001", "tcp://127.0.0.1:7001", ServerHealth.Good, "SERVING"),
            new ServerHealthRecord("PRMR-5f9a1c12-2222-4c1e-8a11-000000000001", "DBServer", "DBServer0001", "tcp://127.0.0.1:6001", ServerHealth.Failed, "SERVING"),
            new ServerHealthRecord("AGNT-1a0c7a52-5a0e-4a37-9a4e-0d6e4b0c0a01", "Agent", null, "tcp://127.0.0.1:5001", ServerHealth.Good, null),
        ],
        ServerHealthRecord.ParseAll(TestData.Read("cluster-health.json")));

    [Theory]
    [InlineData("GOOD", ServerHealth.Good)]
    [InlineData("BAD", ServerHealth.Bad)]
    [InlineData("FAILED", ServerHealth.Failed)]
    [InlineData("UNCLEAR", ServerHealth.Unknown)]
    [InlineData("good", ServerHealth.Unknown)]
    public void A_status_that_is_not_known_is_no_good_one(string status, ServerHealth expected) =>
        Assert.Equal(expected, Assert.Single(Parse("""{"Health":{"PRMR-1":{"Status":"?"}}}""".Replace("?", status, StringComparison.Ordinal))).Health);

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"Health":[]}""")]
    [InlineData("""{"Health":{"PRMR-1":null}}""")]
    public void An_answer_without_servers_lists_none(string json) => Assert.Empty(Parse(json));

    [Fact]
    public void Missing_fields_are_no_reason_to_fail() =>
        Assert.Equal(new ServerHealthRecord("PRMR-1", "", null, "", ServerHealth.Unknown, null), Assert.Single(Parse("""{"Health":{"PRMR-1":{}}}""")));

    private static IReadOnlyList<ServerHealthRecord> Parse(string json) => ServerHealthRecord.ParseAll(JsonNode.Parse(json));
}
