using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Topologies;

namespace Armadillo.Testing.ArangoDb.Aftercare;

/// <summary>Views of ArangoSearch, and search aliases.</summary>
internal sealed class ViewCheck(ArangoTopologies topologies, DatabaseNames databases) : DatabaseItemCheck(topologies, databases, "/_api/view")
{
    public override string Kind => "view";

    internal override IEnumerable<string> Items(JsonNode answer, string database) =>
        FrontEnd.Objects(answer, "result").Select(v => $"{v["name"]}");
}
