using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Topologies;

namespace Armadillo.Testing.ArangoDb.Aftercare;

/// <summary>Stream transactions that were neither committed nor aborted: they hold locks.</summary>
internal sealed class TransactionCheck(ArangoTopologies topologies, DatabaseNames databases) : DatabaseItemCheck(topologies, databases, "/_api/transaction")
{
    public override string Kind => "transaction";

    internal override IEnumerable<string> Items(JsonNode answer, string database) =>
        FrontEnd.Objects(answer, "transactions").Where(t => $"{t["state"]}" == "running").Select(t => $"{t["id"]}");
}
