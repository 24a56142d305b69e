using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Indexes;
using Armadillo.ArangodEmulator.Replication;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.CollectionGroups;

/// <summary>The shards of one log in the store of this server. They are in no journal: the log is theirs.</summary>
internal sealed class LoggedShards(ServerContext server, DocumentState state, string database)
{
    private readonly Dictionary<string, Shard> _shards = new(StringComparer.Ordinal);
    private readonly Dictionary<long, List<JsonObject>> _open = [];
    private bool _leads;
    private bool _gone;

    private DataStore Data => server.Data;

    public bool Ready
    {
        get
        {
            lock (Data.Gate)
            {
                return Data.Find(database) is not null;
            }
        }
    }

    public IReadOnlyList<Shard> All
    {
        get
        {
            lock (Data.Gate)
            {
                return [.. _shards.Values];
            }
        }
    }

    /// <summary>Called under the lock of the store.</summary>
    public Collection Documents(Shard shard) => Data.Get(database).Get(shard.Name);

    public void Lead() => SetDuty(leads: true);

    public void Follow() => SetDuty(leads: false);

    /// <summary>Whether the shard has not the properties that are planned.</summary>
    public bool Differs(Shard shard, JsonObject planned)
    {
        lock (Data.Gate)
        {
            return Documents(shard).Properties != Properties(shard.Name, planned);
        }
    }

    /// <summary>Does what a committed entry says.</summary>
    public void Apply(JsonObject operation)
    {
        lock (Data.Gate)
        {
            // A database that is dropped takes its shards along before its logs are gone; after them nothing is made any more.
            if (!_gone && Data.Find(database) is not null)
            {
                ApplyLocked(operation);
            }
        }
    }

    public void DropAll()
    {
        lock (Data.Gate)
        {
            _gone = true;
            _shards.Keys.ToList().ForEach(Drop);
        }
    }

    private void ApplyLocked(JsonObject operation)
    {
        var shard = (string?)operation["shard"];
        switch ((string?)operation["type"])
        {
            case DocumentEntry.AbortAllOngoing:
                _open.Clear();
                break;
            case DocumentEntry.Commit:
                if (_open.Remove((long)operation["tid"]!, out var changes))
                {
                    Data.Follow(changes.Where(c => Known((string)c["shard"]!)).Select(c => DocumentEntry.ToStore(c, Documents(_shards[(string)c["shard"]!]))));
                }

                break;
            case DocumentEntry.CreateShard when !Known(shard!):
                Create(shard!, (JsonObject)operation["properties"]!);
                break;
            case DocumentEntry.ModifyShard when Known(shard!):
                var documents = Documents(_shards[shard!]);
                Data.ChangeCollection(documents, Properties(shard!, (JsonObject)operation["properties"]!));
                break;
            case DocumentEntry.DropShard:
                Drop(shard!);
                break;
            case DocumentEntry.CreateIndex when Known(shard!):
                Data.CreateIndex(Documents(_shards[shard!]), IndexDefinition.FromJournal((JsonObject)operation["properties"]!));
                break;
            case DocumentEntry.DropIndex when Known(shard!):
                Data.DropIndex(Documents(_shards[shard!]), (long)operation["indexId"]!);
                break;
            case DocumentEntry.Insert or DocumentEntry.Replace or DocumentEntry.Remove or DocumentEntry.Truncate:
                var transaction = (long)operation["tid"]!;
                if (!_open.TryGetValue(transaction, out var pending))
                {
                    _open[transaction] = pending = [];
                }

                pending.Add(operation);
                break;
        }
    }

    private bool Known(string shard) => _shards.ContainsKey(shard);

    private void Create(string name, JsonObject properties)
    {
        Data.CreateCollection(Data.Get(database), Properties(name, properties));
        var shard = server.Shards.GetOrAdd(database, (string)properties["id"]!, name);
        (shard.Log, shard.State) = (state, Duty());
        _shards[name] = shard;
    }

    private void Drop(string name)
    {
        if (_shards.Remove(name, out var shard))
        {
            shard.State = ShardState.Unknown;
            server.Replication.Transactions.AbortAll(shard);
            server.Shards.Remove(shard);
            if (Data.Find(database)?.Has(name) == true)
            {
                Data.DropCollection(Data.Get(database).Get(name));
            }
        }
    }

    private CollectionProperties Properties(string shard, JsonObject collection) =>
        CollectionProperties.OfShard(collection, shard, server.State.Id) with { IsLogged = true };

    private ShardState Duty() => new(_leads ? ShardDuty.Leader : ShardDuty.Follower);

    private void SetDuty(bool leads)
    {
        lock (Data.Gate)
        {
            _leads = leads;
            foreach (var shard in _shards.Values)
            {
                shard.State = Duty();
                if (!leads)
                {
                    server.Replication.Transactions.AbortAll(shard);
                }
            }
        }
    }
}
