namespace Armadillo.ArangodEmulator.Agency.Store;

/// <summary>Read and write locks on keys. A lock that cannot be had fails the transaction (the server's error 28).</summary>
internal static class Locks
{
    public static bool CanReadLock(Value? key, string holder) => key switch
    {
        null or ObjectValue { Count: 0 } => true,
        ArrayValue array => array.Items.All(item => item is StringValue s && s.Content != holder),
        _ => false,
    };

    public static bool CanWriteLock(Value? key) => key is null or ObjectValue { Count: 0 };

    public static bool IsReadLocked(Value? key, string holder) => key is ArrayValue array && array.Holds(new StringValue(holder));

    public static bool IsWriteLocked(Value? key, string holder) => key is StringValue s && s.Content == holder;

    public static ObjectValue? ReadLock(ObjectValue tree, string[] path, string holder)
    {
        var key = tree.At(path);
        return CanReadLock(key, holder)
            ? tree.Set(path, new ArrayValue(((key as ArrayValue)?.Items ?? []).Add(new StringValue(holder))))
            : null;
    }

    public static ObjectValue? ReadUnlock(ObjectValue tree, string[] path, string holder)
    {
        if (tree.At(path) is not ArrayValue array || !IsReadLocked(array, holder))
        {
            return null;
        }

        var rest = array.Items.RemoveAll(item => item.Same(new StringValue(holder)));
        return rest.IsEmpty ? tree.Remove(path) : tree.Set(path, new ArrayValue(rest));
    }

    public static ObjectValue? WriteLock(ObjectValue tree, string[] path, string holder) =>
        CanWriteLock(tree.At(path)) ? tree.Set(path, new StringValue(holder)) : null;

    /// <summary>Who finds no lock has nothing to give back; a lock of another one stays.</summary>
    public static ObjectValue? WriteUnlock(ObjectValue tree, string[] path, string holder) =>
        tree.At(path) is not { } key || IsWriteLocked(key, holder) ? tree.Remove(path) : null;
}
