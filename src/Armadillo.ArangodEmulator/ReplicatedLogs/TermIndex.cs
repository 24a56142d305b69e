using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>A place in a replicated log. The term counts first: a later term knows better, however long the log of an earlier one.</summary>
internal readonly record struct TermIndex(long Term, long Index) : IComparable<TermIndex>
{
    public static TermIndex From(ObjectValue value) => new(value.NumberAt("term") ?? 0, value.NumberAt("index") ?? 0);

    public int CompareTo(TermIndex other) => (Term, Index).CompareTo((other.Term, other.Index));

    public JsonObject ToJson() => new() { ["term"] = Term, ["index"] = Index };
}
