using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Tests.Agency.Store;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

/// <summary>A recorded Raft log, applied to an empty store; and the paths at which the tree that was recorded with it differs, hand-made edits apart.</summary>
internal sealed record LogReplay(string Name, int Entries, IReadOnlyList<string> Refused, IReadOnlyList<string> Differences)
{
    private const string Edited = "agency_dump.3.9.jobs";

    // Edited by hand by those who recorded it: ten jobs that say nothing but their type, and one changed replication factor.
    private static readonly string[] _edits =
    [
        "/arango/Plan/Collections/_system/10011/replicationFactor",
        "/arango/Target/Failed/955410",
        "/arango/Target/Failed/955411",
        "/arango/Target/Failed/955412",
        "/arango/Target/Finished/955440",
        "/arango/Target/Finished/955441",
        "/arango/Target/Finished/955442",
        "/arango/Target/Finished/955443",
        "/arango/Target/Pending/955420",
        "/arango/Target/ToDo/955430",
        "/arango/Target/ToDo/955431",
    ];

    public static IReadOnlyList<string> Names { get; } = ["agency_dump.3.6", "agency_dump.3.8", Edited];

    public bool Agrees => Refused.Count == 0 && Differences.Count == 0;

    public static LogReplay Run(string name)
    {
        var dump = TestData.Json(name + ".json");
        var tree = ObjectValue.Empty;
        var refused = new List<string>();
        foreach (var entry in dump["log"]!.AsArray())
        {
            var operations = Trees.Transaction($"[{entry!["request"]!.ToJsonString()}]").Operations;
            if (Operations.Apply(tree, operations, oldLog: true) is { } next)
            {
                tree = next;
            }
            else
            {
                refused.Add(entry.ToJsonString());
            }
        }

        var differences = new List<string>();
        Compare("", dump["agency"], JsonNode.Parse(tree.ToUtf8()), differences);
        var expected = name == Edited ? _edits : [];
        differences = [.. differences.Except(expected), .. expected.Except(differences).Select(static e => $"{e} is not different")];
        return new LogReplay(name, dump["log"]!.AsArray().Count, refused, differences);
    }

    private static void Compare(string path, JsonNode? recorded, JsonNode? ours, List<string> differences)
    {
        if (recorded is JsonObject r && ours is JsonObject o)
        {
            foreach (var key in r.Select(static x => x.Key).Union(o.Select(static x => x.Key)).Order(StringComparer.Ordinal))
            {
                Compare($"{path}/{key}", r[key], o[key], differences);
            }
        }
        else if (!JsonNode.DeepEquals(recorded, ours))
        {
            differences.Add(path);
        }
    }
}
