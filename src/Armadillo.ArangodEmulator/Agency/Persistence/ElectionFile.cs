using System.Text;
using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Agency.Persistence;

/// <summary>Term and vote. Written before an answer leaves, or a restarted agent could vote twice in one term.</summary>
internal sealed class ElectionFile(string directory)
{
    private readonly string _path = Path.Combine(directory, "election");

    public (long Term, string VotedFor) Load()
    {
        var content = AtomicFile.Read(_path);
        var node = content is null ? null : JsonNode.Parse(content);
        return (node?["term"]?.GetValue<long>() ?? 0, node?["voted_for"]?.GetValue<string>() ?? "");
    }

    // Synced whatever wait-for-sync says: votes are rare and the most precious bytes of an agent.
    public void Save(long term, string votedFor) => AtomicFile.Write(
        _path,
        Encoding.UTF8.GetBytes(new JsonObject { ["_key"] = "0", ["term"] = term, ["voted_for"] = votedFor }.ToJsonString()),
        sync: true);
}
