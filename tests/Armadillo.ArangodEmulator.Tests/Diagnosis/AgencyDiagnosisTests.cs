using System.Text.Json;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Diagnosis;

namespace Armadillo.ArangodEmulator.Tests.Diagnosis;

public sealed class AgencyDiagnosisTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 3, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_sound_tree_passes_every_test()
    {
        const string Sound = """
            {"Plan":{"Collections":{"db":{
              "1":{"name":"a","schema":null,"shards":{"s1":["PRMR-1","PRMR-2"]}},
              "2":{"name":"b","distributeShardsLike":"1","shards":{"s2":["PRMR-1","PRMR-2"]},"schema":{"message":"m","level":"none","rule":{}}}}}},
             "Target":{"Pending":{"9":{"type":"moveShard","timeCreated":"2026-01-02T12:00:00Z"}}},
             "Supervision":{"Health":{"PRMR-1":{"Status":"GOOD"}}}}
            """;
        Assert.Equal(
            """
            {"goodTests":["DuplicateCollectionNames_GOOD","UnhealthyShardLeaders_GOOD","DistributeShardsLikeInconsistencies_GOOD","StalePendingJobs_GOOD","InvalidSchemas_GOOD"],"badTests":[]}
            """.Trim(),
            AgencyDiagnosis.Diagnose(Tree(Sound), _now).ToJsonString());
    }

    [Fact]
    public void Each_fault_is_named_and_tells_where_it_is()
    {
        const string Faulty = """
            {"Plan":{"Collections":{"db":{
              "1":{"name":"a","schema":{"level":1},"shards":{"s1":["PRMR-1","PRMR-2"]}},
              "2":{"name":"a","distributeShardsLike":"1","shards":{"s2":["PRMR-2","PRMR-1"]}},
              "3":{"name":"c","distributeShardsLike":"1","shards":{"s3":["PRMR-1"],"s4":["_PRMR-1"]}},
              "4":{"name":"d","distributeShardsLike":"7","shards":{}}}}},
             "Target":{"Pending":{"9":{"type":"moveShard","timeCreated":"2026-01-01T23:59:59Z"}}},
             "Supervision":{"Health":{"PRMR-1":{"Status":"BAD"},"PRMR-2":{"Status":"GOOD"}}}}
            """;
        var diagnosis = AgencyDiagnosis.Diagnose(Tree(Faulty), _now);
        Assert.Equal(
            [
                "duplicateCollectionNames", "unhealthyShardLeaders", "distributeShardsLikeInconsistencies", "stalePendingJobs", "invalidSchemas",
                "goodTests", "badTests",
            ],
            diagnosis.Select(static x => x.Key));
        Assert.Equal(5, diagnosis["badTests"]!.AsArray().Count);
        AssertNames("duplicateCollectionNames", "db/a", "1, 2");
        AssertNames("unhealthyShardLeaders", "db/a/s1: the leader PRMR-1 is BAD, followers: PRMR-2", "db/c/s4: the leader _PRMR-1 is UNKNOWN");
        AssertNames(
            "distributeShardsLikeInconsistencies",
            "db/a: InconsistentShardDistribution", "db/c: DifferentNumberOfShards", "db/d: MissingTargetCollection 7");
        AssertNames("stalePendingJobs", "9: the job moveShard");
        AssertNames("invalidSchemas", "MissingAttribute: message", "InvalidAttributeType: level", "MissingAttribute: rule");

        void AssertNames(string key, params string[] parts) => Assert.All(parts, p => Assert.Contains(p, (string?)diagnosis[key], StringComparison.Ordinal));
    }

    private static ObjectValue Tree(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ObjectValue.FromObject(document.RootElement);
    }
}
