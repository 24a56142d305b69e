using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>Spreads new shards evenly over the servers, beginning with those that have the least to do; none twice for one shard.</summary>
internal sealed class Placement
{
    private static readonly string[] _drained = ["Target/CleanedServers", "Target/ToBeCleanedServers"];

    private readonly List<string> _servers;
    private readonly Dictionary<string, int> _before = [];
    private readonly Dictionary<string, int> _leads = [];
    private readonly Dictionary<string, int> _holds = [];

    public Placement(ObjectValue tree, IEnumerable<PlannedCollection> planned)
    {
        _servers = Usable(tree);
        foreach (var server in planned.SelectMany(static c => c.Shards).SelectMany(static s => s.Servers))
        {
            _before[server] = Of(_before, server) + 1;
        }
    }

    public int Servers => _servers.Count;

    /// <summary>The servers that may be given shards.</summary>
    public static List<string> Usable(ObjectValue tree)
    {
        var avoided = Avoided(tree);
        return [.. DbServers.Available(tree).Where(id => !avoided.Contains(id))];
    }

    /// <summary>Leader first.</summary>
    public IReadOnlyList<string> Next(int replicationFactor)
    {
        List<string> chosen = [_servers.OrderBy(s => Of(_leads, s)).ThenBy(Load).First()];
        chosen.AddRange(_servers.Where(s => s != chosen[0]).OrderBy(Load).Take(replicationFactor - 1));
        _leads[chosen[0]] = Of(_leads, chosen[0]) + 1;
        chosen.ForEach(s => _holds[s] = Of(_holds, s) + 1);
        return chosen;
    }

    private static HashSet<string> Avoided(ObjectValue tree) =>
    [
        .. _drained.SelectMany(p => (tree.At(p) as ArrayValue)?.Items ?? []).OfType<StringValue>().Select(static s => s.Content),
    ];

    private static int Of(Dictionary<string, int> counts, string server) => counts.GetValueOrDefault(server);

    private (int New, int Before) Load(string server) => (Of(_holds, server), Of(_before, server));
}
