using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;

namespace Armadillo.ArangodEmulator.Databases;

/// <summary>All databases of a single server, in memory and in the journal. One lock: an emulator is asked little at a time.</summary>
internal sealed class DataStore : IDisposable
{
    private readonly Dictionary<string, Database> _databases = new(StringComparer.Ordinal) { [Database.System] = new(Database.System, 1) };
    private readonly Dictionary<long, Collection> _collections = [];
    private readonly Journal _journal;

    public DataStore(string dataDirectory, TimeProvider time)
    {
        Ticks = new Ticks(time);
        _journal = Journal.Open(Path.Combine(dataDirectory, "emulator-journal"), Apply);
    }

    public Lock Gate { get; } = new();

    public Ticks Ticks { get; }

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
        if (database.Has(properties.Name))
        {
            throw new DataError(409, 1207, "duplicate name");
        }

        Write(new JsonObject { ["op"] = "collection", ["database"] = database.Name, ["properties"] = properties.ToJournal() });
        return database.Get(properties.Name);
    }

    public void ChangeCollection(Collection collection, CollectionProperties properties) =>
        Write(new JsonObject { ["op"] = "change-collection", ["collection"] = collection.Id, ["properties"] = properties.ToJournal() });

    public void DropCollection(Collection collection) =>
        Write(new JsonObject { ["op"] = "drop-collection", ["database"] = collection.Database, ["collection"] = collection.Id });

    public void Truncate(Collection collection) => Write(new JsonObject { ["op"] = "truncate", ["collection"] = collection.Id });

    public void Put(Collection collection, JsonObject document, bool sync) =>
        Write(new JsonObject { ["op"] = "put", ["collection"] = collection.Id, ["document"] = document.DeepClone() }, sync);

    public void Remove(Collection collection, string key, bool sync) =>
        Write(new JsonObject { ["op"] = "remove", ["collection"] = collection.Id, ["key"] = key }, sync);

    public void Dispose() => _journal.Dispose();

    public static bool IsDatabaseName(string name) => name.Length is > 0 and <= 64
        && char.IsAsciiLetter(name[0])
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

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
                _databases.Remove((string)entry["name"]!);
                break;
            case "collection":
                var owner = _databases[(string)entry["database"]!];
                var collection = new Collection(owner.Name, CollectionProperties.FromJournal((JsonObject)entry["properties"]!));
                Ticks.SeenId(collection.Id + 1);
                owner.Add(collection);
                _collections.Add(collection.Id, collection);
                break;
            case "change-collection":
                _collections[(long)entry["collection"]!].Properties = CollectionProperties.FromJournal((JsonObject)entry["properties"]!);
                break;
            case "drop-collection":
                _databases[(string)entry["database"]!].Remove(_collections[(long)entry["collection"]!]);
                _collections.Remove((long)entry["collection"]!);
                break;
            case "truncate":
                _collections[(long)entry["collection"]!].Clear();
                break;
            case "put":
                var document = (JsonObject)entry["document"]!.DeepClone();
                Ticks.SeenRevision((string)document["_rev"]!);
                if (long.TryParse((string)document["_key"]!, out var key))
                {
                    Ticks.SeenId(key);
                }

                _collections[(long)entry["collection"]!].Put(document);
                break;
            case "remove":
                _collections[(long)entry["collection"]!].Remove((string)entry["key"]!);
                break;
        }
    }
}
