using System.Text;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Persistence;

namespace Armadillo.ArangodEmulator.Agency.Configuration;

/// <summary>What an agent knows about itself and its peers. Thread safe.</summary>
internal sealed class AgencyConfiguration
{
    private readonly Lock _gate = new();
    private readonly AgencySettings _settings;
    private readonly string _path;
    private readonly SortedDictionary<string, string> _pool = new(StringComparer.Ordinal);
    private List<string> _active = [];
    private long _version;

    public AgencyConfiguration(AgencySettings settings, string id, string directory)
    {
        _settings = settings;
        _path = Path.Combine(directory, "configuration");
        Id = id;
        OkThreshold = settings.SupervisionOkThreshold;
        GracePeriod = settings.SupervisionGracePeriod;
        DelayAddFollower = settings.SupervisionDelayAddFollower;
        DelayFailedFollower = settings.SupervisionDelayFailedFollower;
        Load();
        if (_pool.GetValueOrDefault(id) != settings.MyAddress)
        {
            _pool[id] = settings.MyAddress;
            _version++;
        }
    }

    public string Id { get; }

    public AgencySettings Settings => _settings;

    public int Size => _settings.Size;

    public string Endpoint => _settings.MyAddress;

    /// <summary>Whether the pool was found on disk.</summary>
    public bool Restarted { get; private set; }

    public int TimeoutMult { get; set; } = 1;

    public TimeSpan OkThreshold { get; set; }

    public TimeSpan GracePeriod { get; set; }

    public TimeSpan DelayAddFollower { get; set; }

    public TimeSpan DelayFailedFollower { get; set; }

    public TimeSpan MinPing => _settings.ElectionTimeoutMin * TimeoutMult;

    public TimeSpan MaxPing => _settings.ElectionTimeoutMax * TimeoutMult;

    public TimeSpan HeartbeatInterval => MinPing * 0.25;

    public bool Complete
    {
        get
        {
            lock (_gate)
            {
                return _pool.Count >= Size;
            }
        }
    }

    public IReadOnlyDictionary<string, string> Pool
    {
        get
        {
            lock (_gate)
            {
                return new SortedDictionary<string, string>(_pool, StringComparer.Ordinal);
            }
        }
    }

    public IReadOnlyList<string> Active
    {
        get
        {
            lock (_gate)
            {
                return [.. _active];
            }
        }
    }

    public string? EndpointOf(string id)
    {
        lock (_gate)
        {
            return _pool.GetValueOrDefault(id);
        }
    }

    /// <summary>Adds a peer while there is room.</summary>
    /// <returns>Whether something changed; null when the pool is full without this peer.</returns>
    public bool? Add(string id, string endpoint)
    {
        lock (_gate)
        {
            if (_pool.TryGetValue(id, out var known) && known == endpoint)
            {
                return false;
            }

            if (known is null && _pool.Count >= Size)
            {
                return null;
            }

            _pool[id] = endpoint;
            _version++;
            if (_active.Count > 0)
            {
                Save();
            }

            return true;
        }
    }

    /// <summary>A known peer has moved. Unknown ids are passed over.</summary>
    public bool Move(string id, string endpoint)
    {
        lock (_gate)
        {
            if (!_pool.TryGetValue(id, out var known) || known == endpoint || id == Id)
            {
                return false;
            }
        }

        return Add(id, endpoint) == true;
    }

    /// <summary>The pool is complete: its members are the voters from now on.</summary>
    public void Activate()
    {
        lock (_gate)
        {
            _active = [.. _pool.Keys];
            _version++;
            Save();
        }
    }

    public JsonObject PoolJson() => new(Pool.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value)));

    public JsonArray ActiveJson() => new([.. Active.Select(id => (JsonNode)id)]);

    /// <summary>The part "configuration" of the config route, in the order of keys that was recorded.</summary>
    public JsonObject ToJson()
    {
        var pool = PoolJson();
        return new JsonObject
        {
            ["pool"] = pool,
            ["active"] = ActiveJson(),
            ["id"] = Id,
            ["agency size"] = Size,
            ["pool size"] = Size,
            ["endpoint"] = Endpoint,
            ["min ping"] = _settings.ElectionTimeoutMin.TotalSeconds,
            ["max ping"] = _settings.ElectionTimeoutMax.TotalSeconds,
            ["timeoutMult"] = TimeoutMult,
            ["supervision"] = _settings.Supervision,
            ["supervision frequency"] = _settings.SupervisionFrequency.TotalSeconds,
            ["compaction step size"] = _settings.CompactionStepSize,
            ["compaction keep size"] = _settings.CompactionKeepSize,
            ["supervision grace period"] = GracePeriod.TotalSeconds,
            ["supervision ok threshold"] = OkThreshold.TotalSeconds,
            ["version"] = _version,
            ["startup"] = Restarted ? "persistence" : "origin",
        };
    }

    private void Load()
    {
        if (AtomicFile.Read(_path) is not { } content || JsonNode.Parse(content) is not JsonObject node)
        {
            return;
        }

        Restarted = true;
        _version = node["version"]!.GetValue<long>();
        _active = [.. node["active"]!.AsArray().Select(a => a!.GetValue<string>())];
        foreach (var (peer, endpoint) in node["pool"]!.AsObject())
        {
            _pool[peer] = endpoint!.GetValue<string>();
        }
    }

    private void Save()
    {
        var pool = new JsonObject(_pool.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value)));
        var active = new JsonArray([.. _active.Select(id => (JsonNode)id)]);
        var node = new JsonObject { ["_key"] = "0", ["version"] = _version, ["active"] = active, ["pool"] = pool };
        AtomicFile.Write(_path, Encoding.UTF8.GetBytes(node.ToJsonString()), sync: true);
    }
}
