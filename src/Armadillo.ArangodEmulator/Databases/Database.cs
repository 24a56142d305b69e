using Armadillo.ArangodEmulator.Collections;

namespace Armadillo.ArangodEmulator.Databases;

/// <summary>One database and its collections.</summary>
internal sealed class Database(string name, long id)
{
    public const string System = "_system";

    private readonly Dictionary<string, Collection> _byName = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public long Id { get; } = id;

    public IEnumerable<Collection> Collections => _byName.Values.OrderBy(static c => c.Id);

    public void Add(Collection collection) => _byName.Add(collection.Properties.Name, collection);

    public void Remove(Collection collection) => _byName.Remove(collection.Properties.Name);

    public bool Has(string name) => _byName.ContainsKey(name);

    /// <summary>By name or by id, as arangod takes both.</summary>
    public Collection Get(string name)
    {
        if (_byName.TryGetValue(name, out var found))
        {
            return found;
        }

        return long.TryParse(name, out var id) && _byName.Values.FirstOrDefault(c => c.Id == id) is { } byId
            ? byId
            : throw DataError.NoCollection();
    }
}
