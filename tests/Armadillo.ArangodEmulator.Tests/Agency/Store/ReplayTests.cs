using System.Text;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Tests.Agency.Store;

public sealed class ReplayTests
{
    [Theory]
    [InlineData("3.6")]
    [InlineData("3.8")]
    public void A_recorded_log_leads_to_the_recorded_tree(string version)
    {
        var dump = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", $"agency_dump.{version}.json")))!;
        var tree = ObjectValue.Empty;
        foreach (var entry in dump["log"]!.AsArray())
        {
            var operations = Trees.Transaction($"[{entry!["request"]!.ToJsonString()}]").Operations;
            tree = Operations.Apply(tree, operations, oldLog: true) ?? throw new InvalidOperationException(entry.ToJsonString());
        }

        var recorded = Value.Parse(Encoding.UTF8.GetBytes(dump["agency"]!.ToJsonString()));
        Assert.True(tree.Same(recorded));
        Assert.Equal(Trees.Text(recorded), Trees.Text(tree));
    }
}
