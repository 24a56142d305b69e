using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Indexes;
using Armadillo.ArangodEmulator.Transactions;

namespace Armadillo.ArangodEmulator.Collections;

/// <summary>One collection and its documents, in the order of their last change: the order in which the engine reads them.</summary>
internal sealed class Collection(string database, CollectionProperties properties)
{
    private Dictionary<string, long> _positions = new(StringComparer.Ordinal);
    private SortedDictionary<long, JsonObject> _documents = [];
    private long _last;

    public string Database { get; } = database;

    public CollectionProperties Properties { get; set; } = properties;

    public long Id => Properties.Id;

    public bool IsEdge => Properties.Type == CollectionProperties.EdgeType;

    public int Count => _documents.Count;

    /// <summary>Not copies: whoever gives them away clones them.</summary>
    public IEnumerable<JsonObject> Documents => _documents.Values;

    /// <summary>The newest revision that a document of the collection has had; "0" when it never had one.</summary>
    public string Revision { get; private set; } = "0";

    /// <summary>For keys of type autoincrement.</summary>
    public long LastValue { get; private set; }

    public bool TryGet(string key, [NotNullWhen(true)] out JsonObject? document)
    {
        document = _positions.TryGetValue(key, out var position) ? _documents[position] : null;
        return document is not null;
    }

    public List<CollectionIndex> Indexes { get; } = [];

    /// <exception cref="DataError">A unique index has the values of the document already.</exception>
    public void CheckUnique(JsonObject document) => Indexes.ForEach(i => i.Check(document));

    /// <exception cref="DataError">Two documents have the values that a unique index would hold once.</exception>
    public void CheckIndex(IndexDefinition definition)
    {
        var index = new CollectionIndex(definition);
        foreach (var document in Documents)
        {
            index.Check(document);
            index.Add(document);
        }
    }

    public void AddIndex(CollectionIndex index)
    {
        foreach (var document in Documents)
        {
            index.Add(document);
        }

        Indexes.Add(index);
    }

    /// <summary>Another collection with the same documents: these are never changed, only replaced by others.</summary>
    public Collection Copy()
    {
        var copy = new Collection(Database, Properties) { _last = _last, Revision = Revision, LastValue = LastValue };
        copy._documents = new SortedDictionary<long, JsonObject>(_documents);
        copy._positions = new Dictionary<string, long>(_positions, StringComparer.Ordinal);
        copy.Indexes.AddRange(Indexes.Select(static i => i.Copy()));
        return copy;
    }

    /// <summary>What a change of a document touches: the document itself, and the values that are held once, before and after.</summary>
    public IEnumerable<Claim> Claims(string key, JsonObject? document)
    {
        yield return new Claim(Id, key, key);
        JsonObject?[] versions = [TryGet(key, out var present) ? present : null, document];
        foreach (var index in Indexes.Where(static i => i.Definition.Unique))
        {
            foreach (var values in versions.OfType<JsonObject>().Select(index.Values).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                yield return new Claim(index.Definition.Id, values, key);
            }
        }
    }

    /// <summary>The document that has what a claim is about; null for none.</summary>
    public JsonObject? Holder(Claim claim)
    {
        var key = claim.Owner == Id ? claim.Key : Indexes.Find(i => i.Definition.Id == claim.Owner)?.KeyOf(claim.Text);
        return key is not null && TryGet(key, out var document) ? document : null;
    }

    /// <summary>Ids begin with the name.</summary>
    public void RenameDocuments()
    {
        foreach (var document in Documents)
        {
            document["_id"] = $"{Properties.Name}/{(string)document["_key"]!}";
        }
    }

    public void Put(JsonObject document)
    {
        var key = (string)document["_key"]!;
        Remove(key);
        Indexes.ForEach(i => i.Add(document));
        _documents[++_last] = document;
        _positions[key] = _last;
        Revision = (string)document["_rev"]!;
        LastValue = long.TryParse(key, out var number) ? Math.Max(number, LastValue) : LastValue;
    }

    public void Remove(string key)
    {
        if (_positions.Remove(key, out var position) && _documents.Remove(position, out var document))
        {
            Indexes.ForEach(i => i.Remove(document));
        }
    }

    public void Clear()
    {
        _positions.Clear();
        _documents.Clear();
        Indexes.ForEach(static i => i.Clear());
    }
}
