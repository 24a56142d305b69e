using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision.Shards;

/// <summary>What the tree says about DB servers: who is well, who may be given shards, and who has how many.</summary>
internal sealed class DbServers(ObjectValue committed)
{
    private Dictionary<string, int>? _load;

    /// <summary>Planned servers that are not cleaned out, not being cleaned out and not failed.</summary>
    public IReadOnlyList<string> Available { get; } =
    [
        .. committed.NodeAt("Plan/DBServers").Members.Keys.Except(
            [
                .. committed.TextsAt("Target/CleanedServers") ?? [],
                .. committed.TextsAt("Target/ToBeCleanedServers") ?? [],
                .. committed.NodeAt("Target/FailedServers").Members.Keys,
            ]),
    ];

    public bool Planned(string id) => committed.Has($"Plan/DBServers/{id}");

    /// <summary>The verdict of the health checks; null when there is none. A resigned leader counts as the server that it is.</summary>
    public string? Health(string id) => committed.TextAt($"Supervision/Health/{id.TrimStart('_')}/Status");

    public bool Good(string id) => Health(id) == HealthRecord.Good;

    /// <summary>GOOD or BAD: it may yet answer.</summary>
    public bool Alive(string id) => Health(id) is HealthRecord.Good or HealthRecord.Bad;

    /// <summary>Alive, or away for maintenance: it will be back.</summary>
    public bool Expected(string id) => Alive(id) || InMaintenance(id);

    public bool InMaintenance(string id) => DbServerMaintenance.Covers(committed, id.TrimStart('_'));

    public bool Locked(string id) => committed.Has($"Supervision/DBServers/{id}");

    public bool Cleaned(string id) => committed.TextsAt("Target/CleanedServers")?.Contains(id) ?? false;

    public bool Leaving(string id) => Cleaned(id) || (committed.TextsAt("Target/ToBeCleanedServers")?.Contains(id) ?? false);

    public bool Failed(string id) => committed.Has($"Target/FailedServers/{id}");

    /// <summary>Whether the server may become a leader in place of a failed one.</summary>
    public bool MayLead(string id) => Good(id) && !Locked(id) && !InMaintenance(id);

    /// <summary>A good, available server outside of maintenance and the excluded ones, if there is one; each choice counts as one more shard.</summary>
    public string? Choose(IEnumerable<string> excluded, bool idle = false)
    {
        _load ??= Load();
        var chosen = Available.Except(excluded)
            .Where(id => Good(id) && !InMaintenance(id) && !(idle && Locked(id)))
            .MinBy(id => _load.GetValueOrDefault(id));
        if (chosen is not null)
        {
            _load[chosen] = _load.GetValueOrDefault(chosen) + 1;
        }

        return chosen;
    }

    private Dictionary<string, int> Load() =>
        (from entry in ShardGroup.All(committed)
         from server in committed.TextsAt(entry.PlanPath) ?? []
         group server by server.TrimStart('_'))
        .ToDictionary(g => g.Key, g => g.Count());
}
