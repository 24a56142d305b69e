using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Topologies;

namespace Armadillo.Testing.ArangoDb.Aftercare;

/// <summary>Definitions of named graphs; their collections are found for themselves.</summary>
internal sealed class GraphCheck(ArangoTopologies topologies, DatabaseNames databases) : DatabaseItemCheck(topologies, databases, "/_api/gharial")
{
    public override string Kind => "graph";

    internal override IEnumerable<string> Items(JsonNode answer, string database) =>
        FrontEnd.Objects(answer, "graphs").Select(g => $"{g["name"] ?? g["_key"]}");
}
