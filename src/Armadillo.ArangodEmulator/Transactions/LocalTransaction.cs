using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;

namespace Armadillo.ArangodEmulator.Transactions;

/// <summary>
/// Changes of this server's collections that nobody else sees until they are committed, all at once and as one line of the journal.
/// Reads see the collections as they were when they were opened. Called under the lock of the store.
/// </summary>
internal sealed class LocalTransaction(DataStore data) : IDocumentWriter
{
    private readonly Dictionary<long, (Collection Main, Collection Own)> _copies = [];
    private readonly List<JsonObject> _changes = [];
    private readonly HashSet<Claim> _claimed = [];
    private bool _sync;

    public Ticks Ticks => data.Ticks;

    /// <summary>The transaction's own view of a collection.</summary>
    public Collection Open(Collection main)
    {
        if (!_copies.TryGetValue(main.Id, out var copy))
        {
            _copies[main.Id] = copy = (main, main.Copy());
        }

        return copy.Own;
    }

    public void Put(Collection collection, JsonObject document, bool sync)
    {
        Claim(collection, (string)document["_key"]!, document);
        collection.Put((JsonObject)document.DeepClone());
        Note(DataStore.PutEntry(collection, document), sync);
    }

    public void Remove(Collection collection, string key, bool sync)
    {
        Claim(collection, key, null);
        collection.Remove(key);
        Note(DataStore.RemoveEntry(collection, key), sync);
    }

    /// <summary>The changes of one collection so far, in order.</summary>
    public IEnumerable<JsonObject> ChangesOf(Collection main) => _changes.Where(c => (long)c["collection"]! == main.Id);

    /// <summary>Makes the changes seen by all, and gives back what was locked.</summary>
    /// <param name="sync">Whether the changes must be on the disk, whatever each of them was to be.</param>
    /// <exception cref="DataError">410 and 1654: a collection has got another unique index, of which the changes know nothing.</exception>
    public void Commit(bool sync = false)
    {
        if (_copies.Values.Any(static c => !UniqueOf(c.Main).SequenceEqual(UniqueOf(c.Own))))
        {
            throw new DataError(410, 1654, "transaction aborted");
        }

        data.Commit(_changes, _sync || sync);
        Abort();
    }

    /// <summary>Forgets the changes, and gives back what was locked.</summary>
    public void Abort()
    {
        _changes.Clear();
        _copies.Clear();
        data.Locks.Release(this);
    }

    private static IEnumerable<long> UniqueOf(Collection collection) =>
        collection.Indexes.Select(static i => i.Definition).Where(static d => d.Unique).Select(static d => d.Id);

    private void Note(JsonObject change, bool sync)
    {
        _changes.Add(change);
        _sync |= sync;
    }

    private void Claim(Collection own, string key, JsonObject? document)
    {
        var main = _copies[own.Id].Main;
        var claims = own.Claims(key, document).ToList();
        data.Locks.Check(claims, this);
        foreach (var claim in claims)
        {
            data.Locks.Take(claim, this);

            // What another has changed since this view was taken must not be lost.
            if (!_claimed.Contains(claim) && !ReferenceEquals(main.Holder(claim), own.Holder(claim)))
            {
                throw WriteLocks.Conflict("write-write conflict", key);
            }

            _claimed.Add(claim);
        }
    }
}
