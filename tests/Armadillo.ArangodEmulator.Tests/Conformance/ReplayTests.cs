using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Agency.Store;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

public sealed class ReplayTests
{
    public static TheoryData<string> Names => [.. LogReplay.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recorded_log_leads_to_the_recorded_tree(string name)
    {
        var replay = LogReplay.Run(name);
        Assert.Empty(replay.Refused);
        Assert.Empty(replay.Differences);
    }

    [Fact]
    public void A_tree_that_was_recorded_without_its_log_is_kept_as_it_is()
    {
        var recorded = TestData.Json("agency_dump.3.10.json")["agency"]!;
        Assert.True(JsonNode.DeepEquals(recorded, JsonNode.Parse(Trees.Text(Trees.Tree(recorded.ToJsonString())))));
    }
}
