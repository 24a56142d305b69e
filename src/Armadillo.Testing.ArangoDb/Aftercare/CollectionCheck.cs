using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Topologies;

namespace Armadillo.Testing.ArangoDb.Aftercare;

/// <summary>Collections but the system's own.</summary>
internal sealed class CollectionCheck(ArangoTopologies topologies, DatabaseNames databases) : DatabaseItemCheck(topologies, databases, "/_api/collection", listQuery: "?excludeSystem=true")
{
    public override string Kind => "collection";

    internal override IEnumerable<string> Items(JsonNode answer, string database) =>
        FrontEnd.Objects(answer, "result").Select(c => $"{c["name"]}");
}
