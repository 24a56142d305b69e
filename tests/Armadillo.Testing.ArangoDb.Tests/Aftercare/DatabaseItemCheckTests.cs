using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Aftercare;
using Armadillo.Testing.ArangoDb.Tests.Processes;

namespace Armadillo.Testing.ArangoDb.Tests.Aftercare;

/// <summary>What the checks find in answers of real servers (3.12).</summary>
public sealed class DatabaseItemCheckTests
{
    [Fact]
    public void Views_are_known_by_their_names() =>
        Assert.Equal(["demoView", "productsView", "reviewsView"], new ViewCheck(null!, null!).Items(Recorded("RestViewGetAllViews_single"), "_system"));

    [Fact]
    public void Graphs_are_known_by_their_names() =>
        Assert.Equal(["social", "routeplanner"], new GraphCheck(null!, null!).Items(Recorded("HttpGharialList_single"), "_system"));

    [Fact]
    public void Transactions_that_run_are_known_by_their_numbers()
    {
        var answer = Recorded("RestTransactionsGet_single");
        answer["transactions"]!.AsArray().Add(new JsonObject { ["id"] = "1", ["state"] = "committed" });

        Assert.Equal(["74784"], new TransactionCheck(null!, null!).Items(answer, "_system"));
    }

    [Fact]
    public void Analyzers_that_come_with_the_server_are_nobodys_leftover()
    {
        var answer = Recorded("RestAnalyzersGet_single");
        var own = Recorded("RestAnalyzerPost_single");
        answer["result"]!.AsArray().Add(own.DeepClone());
        var check = new AnalyzerCheck(null!, null!);

        Assert.True(answer["result"]!.AsArray().Count > 10);
        Assert.Equal(["testAnalyzer"], check.Items(answer, "_system"));
        Assert.Empty(check.Items(answer, "shop"));
    }

    [Fact]
    public void Tasks_belong_to_one_database()
    {
        var check = new TaskCheck(null!, null!);
        var answer = new JsonArray(Recorded("RestTasksListOne_single").DeepClone(), Recorded("RestTasksCreate_single").DeepClone());

        Assert.Equal(["testTask", "74621"], check.Items(answer, "_system"));
        Assert.Empty(check.Items(answer, "shop"));
        Assert.Empty(check.Items(Recorded("RestTasksListAll_single"), "_system"));
    }

    private static JsonNode Recorded(string name)
    {
        var transcripts = TestData.Read("http-transcripts-3.12.json");
        var answer = transcripts[name]!["output"]!.ToString();
        return JsonNode.Parse(answer[(answer.IndexOf("\n\n", StringComparison.Ordinal) + 2)..])!;
    }
}
