using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Options;

namespace Armadillo.ArangodEmulator.Transactions;

/// <summary>
/// Changes of this server's collections that nobody else sees until they are committed, all at once and as one line of the journal.
/// Reads see the collections as they were when they were opened. Called under the lock of the store.
/// </summary>
/// <param name="data">The store.</param>
/// <param name="maxSize">Most bytes that the changes may have: the text of each document that is put, the key of each that is removed.</param>
internal sealed class LocalTransaction(DataStore data, long maxSize = long.MaxValue) : IDocumentWriter
{
    private readonly Dictionary<long, (Collection Main, Collection Own)> _copies = [];
    private readonly List<JsonObject> _changes = [];
    private readonly HashSet<Claim> _claimed = [];
    private bool _sync;
    private long _size;

    public Ticks Ticks => data.Ticks;

    /// <summary>What a transaction over several requests asks for, and not more than this server gives it.</summary>
    public static long Limit(OptionValues options, long wanted) => Math.Min(wanted, options.Number("transaction.streaming-max-transaction-size"));

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
        var size = Grown(maxSize == long.MaxValue ? 0 : document.ToJsonString().Length);
        Claim(collection, (string)document["_key"]!, document);
        _size = size;
        collection.Put((JsonObject)document.DeepClone());
        Note(DataStore.PutEntry(collection, document), sync);
    }

    public void Remove(Collection collection, string key, bool sync)
    {
        var size = Grown(key.Length);
        Claim(collection, key, null);
        _size = size;
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

    /// <exception cref="DataError">500 and 32.</exception>
    private long Grown(long more) => _size + more is var size && size <= maxSize
        ? size
        : throw new DataError(500, 32, $"Maximal transaction size limit of {maxSize} bytes is reached");

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
