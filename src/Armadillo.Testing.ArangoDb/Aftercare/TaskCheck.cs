using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Topologies;

namespace Armadillo.Testing.ArangoDb.Aftercare;

/// <summary>Tasks in JavaScript, of servers that have it. Every database lists those of all.</summary>
internal sealed class TaskCheck(ArangoTopologies topologies, DatabaseNames databases) : DatabaseItemCheck(topologies, databases, "/_api/tasks")
{
    public override string Kind => "task";

    internal override IEnumerable<string> Items(JsonNode answer, string database) =>
        (answer as JsonArray ?? []).OfType<JsonObject>().Where(t => $"{t["database"] ?? database}" == database).Select(t => $"{t["id"]}");
}
