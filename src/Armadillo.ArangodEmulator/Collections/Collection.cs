using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Indexes;

namespace Armadillo.ArangodEmulator.Collections;

/// <summary>One collection and its documents, in the order of their last change: the order in which the engine reads them.</summary>
internal sealed class Collection(string database, CollectionProperties properties)
{
    private readonly Dictionary<string, long> _positions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, JsonObject> _documents = [];
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

    public void AddIndex(CollectionIndex index)
    {
        foreach (var document in Documents)
        {
            index.Add(document);
        }

        Indexes.Add(index);
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
