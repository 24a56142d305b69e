using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Topologies;

namespace Armadillo.Testing.ArangoDb.Aftercare;

/// <summary>
/// Analyzers of ArangoSearch that somebody made. A database lists the built-in ones by their bare names, its own and those of
/// <c>_system</c> as <c>database::name</c>.
/// </summary>
internal sealed class AnalyzerCheck(ArangoTopologies topologies, DatabaseNames databases)
    : DatabaseItemCheck(topologies, databases, "/_api/analyzer", removeQuery: "?force=true")
{
    public override string Kind => "analyzer";

    internal override IEnumerable<string> Items(JsonNode answer, string database) => FrontEnd.Objects(answer, "result")
        .Select(a => $"{a["name"]}").Where(name => name.StartsWith($"{database}::", StringComparison.Ordinal)).Select(name => name[(database.Length + 2)..]);
}
