using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Databases;

/// <summary>An answer of a real 3.12 server: ours must have its status, its headers, and its keys in their order and types.</summary>
internal static class RecordedAnswer
{
    /// <param name="name">Name of the record.</param>
    /// <param name="ours">The answer of the emulator.</param>
    /// <param name="free">Objects whose keys are made up by the server.</param>
    public static void Check(string name, Answer ours, params string[] free)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "recorded", name + ".http"));
        var parts = text.Split("\n\n", 2);
        var lines = parts[0].Split('\n');
        Assert.Equal(int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), ours.Status);
        Assert.All(lines.Skip(1).Select(static l => l[..l.IndexOf(':', StringComparison.Ordinal)]), header => Assert.True(
            ours.Headers.TryGetValues(header, out _) || ours.ContentHeaders.TryGetValues(header, out _), $"no header '{header}'"));
        CheckShape("", JsonNode.Parse(parts[1]), ours.Body, free);
    }

    private static void CheckShape(string path, JsonNode? recorded, JsonNode? ours, string[] free)
    {
        Assert.True(Kind(recorded) == Kind(ours), $"{path}: recorded {Kind(recorded)}, ours {Kind(ours)}");
        switch (recorded, ours)
        {
            case (JsonObject r, JsonObject o) when free.Contains(path.TrimStart('/')):
                Assert.Equal(r.Count, o.Count);
                break;
            case (JsonObject r, JsonObject o):
                Assert.Equal(r.Select(static x => x.Key), o.Select(static x => x.Key));
                foreach (var (key, value) in r)
                {
                    CheckShape($"{path}/{key}", value, o[key], free);
                }

                break;
            case (JsonArray r, JsonArray o):
                Assert.Equal(r.Count, o.Count);
                break;
        }
    }

    private static JsonValueKind Kind(JsonNode? node) =>
        node?.GetValueKind() switch { null => JsonValueKind.Null, JsonValueKind.False => JsonValueKind.True, var kind => kind.Value };
}
