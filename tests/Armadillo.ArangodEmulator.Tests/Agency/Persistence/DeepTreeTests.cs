namespace Armadillo.ArangodEmulator.Tests.Agency.Persistence;

/// <summary>JSON is read to 64 levels everywhere, so the tree must not become deeper than what is written around it leaves for it.</summary>
public sealed class DeepTreeTests
{
    private const int MostLevels = 50;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_would_make_the_tree_too_deep_is_not_written_and_what_may_be_written_is_read_after_a_restart(int form)
    {
        await using var network = await AgencyNetwork.StartedAsync(1, s => s with { CompactionStepSize = 3, CompactionKeepSize = 1 });
        var agent = network.Endpoints[0];
        Assert.NotEqual("0", (await network.PostAsync(agent, "write", $"[[{Operations("kept", MostLevels, form)}]]")).At("results/0"));
        foreach (var levels in (int[])[MostLevels + 1, 70])
        {
            // The body itself may have so many levels, too.
            var refused = await network.PostAsync(agent, "write", $"[[{Operations("refused", levels, form)}]]");
            Assert.True(refused.Status == 400 || refused.At("results/0") == "0", refused.Text);
            Assert.Equal("[false]", (await network.PostAsync(agent, "transient", $"[[{Operations("refused", Math.Min(levels, 60), form)}]]")).Text);
        }

        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(200, (await network.PostAsync(agent, "write", $$"""[[{"counted":{{i}}}]]""")).Status);
        }

        await Eventually.Async(async () => (await network.GetAsync(agent, "config")).At("lastCompactionAt") != "0");
        await network.KillAsync(agent);
        network.Start(agent);
        await network.LeaderAsync();
        var read = (await network.PostAsync(agent, "read", """[["/"]]""")).Text;
        Assert.Contains("bottom", read, StringComparison.Ordinal);
        Assert.DoesNotContain("refused", read, StringComparison.Ordinal);

        // As servers get it: the whole tree first, then the log.
        Assert.Contains("bottom", (await network.SendAsync("GET", agent, "/_api/agency/poll?index=0", null)).Text, StringComparison.Ordinal);
        var next = (await network.PostAsync(agent, "write", $"[[{Operations("next", MostLevels, form)}]]")).At("results/0");
        Assert.Contains("bottom", (await network.SendAsync("GET", agent, $"/_api/agency/poll?index={next}", null)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_of_a_million_parts_does_no_harm()
    {
        await using var network = await AgencyNetwork.StartedAsync(1);
        var path = string.Concat(Enumerable.Repeat("/a", 1_000_000));
        foreach (var operations in (string[])[$$"""{"{{path}}":1}""", $$"""{"a":{"{{path}}":1} }"""])
        {
            Assert.Equal("0", (await network.PostAsync(network.Endpoints[0], "write", $"[[{operations}]]")).At("results/0"));
        }

        Assert.Equal("[{}]", (await network.PostAsync(network.Endpoints[0], "read", $"""[["{path}"]]""")).Text);
        Assert.NotEqual("0", (await network.PostAsync(network.Endpoints[0], "write", """[[{"a":1}]]""")).At("results/0"));
    }

    /// <summary>The number of nodes above the bottom is the same in each form: in the path, in a value, in a key of a value.</summary>
    private static string Operations(string name, int levels, int form) => form switch
    {
        0 => $$"""{"{{name}}{{string.Concat(Enumerable.Repeat("/p", levels - 1))}}":"bottom"}""",
        1 => $$"""{"{{name}}":{{string.Concat(Enumerable.Repeat("""{"v":""", levels - 1))}}"bottom"{{new string('}', levels - 1)}}}""",
        _ => $$"""{"{{name}}":{"{{string.Join('/', Enumerable.Repeat("k", levels - 1))}}":"bottom"} }""",
    };
}
