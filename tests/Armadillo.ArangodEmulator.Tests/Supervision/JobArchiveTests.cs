using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Agency;

namespace Armadillo.ArangodEmulator.Tests.Supervision;

public sealed class JobArchiveTests
{
    [Fact]
    public async Task Old_jobs_go_beyond_twice_the_limit_but_neither_young_ones_nor_those_a_parent_waits_for()
    {
        await using var cluster = await SupervisedCluster.StartedAsync();
        var jobs = new JsonObject();
        for (var i = 0; i < 600; i++)
        {
            jobs[$"{1000 + i}"] = Job(i, "2026-01-02T00:00:00Z");
            jobs[$"{2000 + i}"] = Job(i, "2999-01-02T00:00:00Z");
        }

        jobs["77-0"] = Job(0, "2026-01-02T00:00:00Z");
        await cluster.WriteAsync($$$"""
            {"arango/Target/Pending/77":{"type":"somethingElse","jobId":"77"},"arango/Target/Finished":{"op":"set","new":{{{jobs.ToJsonString()}}}},
             "arango/Target/HotBackup/Create":"2000-01-01T00:00:00Z"}
            """);
        await Eventually.Async(async () => JsonNode.Parse(await cluster.AtAsync("Target/Finished"))!.AsObject().Count == 1101);
        Assert.Equal(("", ""), (await cluster.AtAsync("Target/Finished/1000"), await cluster.AtAsync("Target/Finished/1099")));
        Assert.NotEqual("", await cluster.AtAsync("Target/Finished/1100"));
        Assert.NotEqual("", await cluster.AtAsync("Target/Finished/77-0"));
        Assert.Equal("{}", await cluster.AtAsync("Target/HotBackup"));
    }

    private static JsonObject Job(int number, string finished) => new()
    {
        ["type"] = "moveShard",
        ["timeCreated"] = $"2026-01-01T{number / 60:D2}:{number % 60:D2}:00Z",
        ["timeFinished"] = finished,
    };
}
