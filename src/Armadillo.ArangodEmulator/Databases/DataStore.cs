using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Indexes;
using Armadillo.ArangodEmulator.Transactions;

namespace Armadillo.ArangodEmulator.Databases;

/// <summary>All databases of a single server, in memory and in the journal. One lock: an emulator is asked little at a time.</summary>
internal sealed class DataStore : IDocumentWriter, IDisposable
{
    public const string JournalName = "emulator-journal";

    private readonly Dictionary<string, Database> _databases = new(StringComparer.Ordinal) { [Database.System] = new(Database.System, 1) };
    private readonly Dictionary<long, Collection> _collections = [];
    private readonly Journal _journal;

    public DataStore(string dataDirectory, TimeProvider time)
    {
        Ticks = new Ticks(time);
        Locks = new WriteLocks(time);
        _journal = Journal.Open(Path.Combine(dataDirectory, JournalName), Apply);
    }

    public Lock Gate { get; } = new();

    public Ticks Ticks { get; }

    /// <summary>What transactions hold.</summary>
    public WriteLocks Locks { get; }

    public IEnumerable<string> Names => _databases.Keys.Order(StringComparer.Ordinal);

    public Database? Find(string name) => _databases.GetValueOrDefault(name);

    public Database Get(string name) => Find(name) ?? throw new DataError(404, 1228, "database not found");

    public void CreateDatabase(string name) => CreateDatabase(name, Ticks.NextId());

    public void CreateDatabase(string name, long id)
    {
        if (!IsDatabaseName(name))
        {
            throw new DataError(400, 1229, "database name invalid");
        }

        if (Find(name) is not null)
        {
            throw new DataError(409, 1207, "duplicate name");
        }

        Write(new JsonObject { ["op"] = "database", ["name"] = name, ["id"] = id });
    }

    public void DropDatabase(string name)
    {
        _ = Get(name);
        if (name == Database.System)
        {
            throw new DataError(403, 11, "forbidden");
        }

        Write(new JsonObject { ["op"] = "drop-database", ["name"] = name });
    }

    public Collection CreateCollection(Database database, CollectionProperties properties)
    {
        if (database.Has(properties.Name) || _collections.ContainsKey(properties.Id))
        {
            throw new DataError(409, 1207, "duplicate name");
        }

        Write(new JsonObject { ["op"] = "collection", ["database"] = database.Name, ["properties"] = properties.ToJournal() }, properties);
        return database.Get(properties.Name);
    }

    /// <summary>A collection as a request asks for it.</summary>
    public Collection CreateCollection(Database database, JsonObject body, string serverId)
    {
        // Two ids: the collection's and that of its object in the engine.
        var id = Ticks.NextId();
        Ticks.NextId();
        return CreateCollection(database, CollectionProperties.FromRequest(body, id, serverId));
    }

    public void ChangeCollection(Collection collection, CollectionProperties properties) =>
        Write(new JsonObject { ["op"] = "change-collection", ["collection"] = collection.Id, ["properties"] = properties.ToJournal() }, properties);

    public void RenameCollection(Database database, Collection collection, string name)
    {
        if (database.Has(name))
        {
            throw new DataError(409, 1207, "duplicate name");
        }

        Write(new JsonObject { ["op"] = "rename-collection", ["collection"] = collection.Id, ["name"] = name });
    }

    /// <exception cref="DataError">400 and 10: the definition lacks something.</exception>
    public void CreateIndex(Collection collection, IndexDefinition index)
    {
        // What is in the journal must be readable at the next start.
        index.Check();
        Write(new JsonObject { ["op"] = "index", ["collection"] = collection.Id, ["index"] = index.ToJson() }, collection.Properties);
    }

    public void DropIndex(Collection collection, long id) =>
        Write(new JsonObject { ["op"] = "drop-index", ["collection"] = collection.Id, ["id"] = id }, collection.Properties);

    public void DropCollection(Collection collection) =>
        Write(new JsonObject { ["op"] = "drop-collection", ["database"] = collection.Database, ["collection"] = collection.Id }, collection.Properties);

    public void Truncate(Collection collection) => Write(TruncateEntry(collection));

    /// <summary>Does what a replicated log has decided: no transaction of this server has a say in it any more, and no journal needs it.</summary>
    /// <param name="changes">Entries of documents of collections that a log keeps.</param>
    public void Follow(IEnumerable<JsonObject> changes)
    {
        foreach (var change in changes)
        {
            Apply(change);
        }
    }

    public void Put(Collection collection, JsonObject document, bool sync)
    {
        Locks.Check(collection.Claims((string)document["_key"]!, document), null);
        Write(PutEntry(collection, document), sync);
    }

    public void Remove(Collection collection, string key, bool sync)
    {
        Locks.Check(collection.Claims(key, null), null);
        Write(RemoveEntry(collection, key), sync);
    }

    /// <summary>All changes or none, also when the server is killed meanwhile.</summary>
    /// <param name="changes">Entries of documents that were put and removed.</param>
    /// <param name="sync">Whether the changes must be on the disk.</param>
    public void Commit(IEnumerable<JsonObject> changes, bool sync)
    {
        var kept = changes.Where(c => _collections.ContainsKey((long)c["collection"]!)).Select(static c => (JsonNode)c.DeepClone()).ToArray();
        if (kept.Length > 0)
        {
            Write(new JsonObject { ["op"] = "commit", ["changes"] = new JsonArray(kept) }, sync);
        }
    }

    public static JsonObject PutEntry(Collection collection, JsonObject document) =>
        new() { ["op"] = "put", ["collection"] = collection.Id, ["document"] = document.DeepClone() };

    public static JsonObject RemoveEntry(Collection collection, string key) => new() { ["op"] = "remove", ["collection"] = collection.Id, ["key"] = key };

    public static JsonObject TruncateEntry(Collection collection) => new() { ["op"] = "truncate", ["collection"] = collection.Id };

    public void Dispose() => _journal.Dispose();

    public static bool IsDatabaseName(string name) => name.Length is > 0 and <= 64
        && char.IsAsciiLetter(name[0])
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private void Write(JsonObject entry, CollectionProperties owner)
    {
        if (owner.IsLogged)
        {
            Apply(entry);
        }
        else
        {
            Write(entry);
        }
    }

    private void Write(JsonObject entry, bool sync = false)
    {
        // What is read back, not what was written: there must not be two ways from an entry to the data.
        Apply(_journal.Append(entry, sync));
    }

    /// <summary>The only place that changes anything, at run time and when the journal is read.</summary>
    private void Apply(JsonObject entry)
    {
        switch ((string?)entry["op"])
        {
            case "database":
                var database = new Database((string)entry["name"]!, (long)entry["id"]!);
                Ticks.SeenId(database.Id);
                _databases.Add(database.Name, database);
                break;
            case "drop-database":
                if (_databases.Remove((string)entry["name"]!, out var dropped))
                {
                    foreach (var gone in dropped.Collections)
                    {
                        _collections.Remove(gone.Id);
                    }
                }

                break;
            case "collection":
                var owner = _databases[(string)entry["database"]!];
                var collection = new Collection(owner.Name, CollectionProperties.FromJournal((JsonObject)entry["properties"]!));
                Ticks.SeenId(collection.Id + 1);
                owner.Add(collection);
                _collections.Add(collection.Id, collection);
                break;
            case "change-collection":
                if (Of(entry) is { } changed)
                {
                    changed.Properties = CollectionProperties.FromJournal((JsonObject)entry["properties"]!);
                }

                break;
            case "rename-collection":
                var renamed = _collections[(long)entry["collection"]!];
                _databases[renamed.Database].Remove(renamed);
                renamed.Properties = renamed.Properties with { Name = (string)entry["name"]! };
                renamed.RenameDocuments();
                _databases[renamed.Database].Add(renamed);
                break;
            case "index":
                var index = IndexDefinition.FromJournal((JsonObject)entry["index"]!);
                Ticks.SeenId(index.Id);
                Of(entry)?.AddIndex(new CollectionIndex(index));
                break;
            case "drop-index":
                Of(entry)?.Indexes.RemoveAll(i => i.Definition.Id == (long)entry["id"]!);
                break;
            case "drop-collection":
                _databases[(string)entry["database"]!].Remove(_collections[(long)entry["collection"]!]);
                _collections.Remove((long)entry["collection"]!);
                break;
            case "truncate":
                Of(entry)?.Clear();
                break;
            case "commit":
                foreach (var change in ((JsonArray)entry["changes"]!).OfType<JsonObject>())
                {
                    Apply(change);
                }

                break;
            case "put":
                var document = (JsonObject)entry["document"]!.DeepClone();
                Ticks.SeenRevision((string)document["_rev"]!);
                if (long.TryParse((string)document["_key"]!, out var key))
                {
                    Ticks.SeenId(key);
                }

                Of(entry)?.Put(document);
                break;
            case "remove":
                Of(entry)?.Remove((string)entry["key"]!);
                break;
        }
    }

    /// <summary>The collection of an entry; null when it was dropped between the look of its writer and the entry.</summary>
    private Collection? Of(JsonObject entry) => _collections.GetValueOrDefault((long)entry["collection"]!);
}
