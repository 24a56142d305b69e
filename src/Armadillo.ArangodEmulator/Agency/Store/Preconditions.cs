using System.Collections.Immutable;

namespace Armadillo.ArangodEmulator.Agency.Store;

/// <summary>What must hold before a transaction is applied.</summary>
internal static class Preconditions
{
    /// <summary>The paths whose conditions do not hold; empty when the transaction may go on.</summary>
    public static IReadOnlyList<string> Failed(ObjectValue tree, ImmutableArray<Clause> preconditions)
    {
        List<string>? failed = null;
        foreach (var clause in preconditions)
        {
            if (!Holds(tree.At(clause.Parts), clause.Content))
            {
                (failed ??= []).Add(clause.Path);
            }
        }

        return failed ?? [];
    }

    private static bool Holds(Value? key, Value condition)
    {
        if (condition is not ObjectValue conditions)
        {
            return key is not null && key.Same(condition);
        }

        foreach (var (name, wanted) in conditions.Members)
        {
            if (!HoldsOne(key, name, wanted))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HoldsOne(Value? key, string name, Value wanted) => name switch
    {
        // What is not there is compared as an empty object, as the server does it.
        "old" => (key ?? ObjectValue.Empty).Same(wanted),
        "oldNot" => !(key ?? ObjectValue.Empty).Same(wanted),
        "oldEmpty" => wanted is BoolValue empty && empty.Content == (key is null),
        "isArray" => wanted is BoolValue array && array.Content == key is ArrayValue,
        "in" => key is ArrayValue array && array.Holds(wanted),
        "notin" => key is null || (key is ArrayValue array && !array.Holds(wanted)),
        "intersectionEmpty" => wanted is ArrayValue others && (key is null || (key is ArrayValue array && !array.Items.Any(others.Holds))),
        "is-read-locked" => wanted is StringValue holder && Locks.IsReadLocked(key, holder.Content),
        "is-write-locked" => wanted is StringValue holder && Locks.IsWriteLocked(key, holder.Content),
        "can-read-lock" => key is null || (wanted is StringValue holder && Locks.CanReadLock(key, holder.Content)),
        "can-write-lock" => key is null || (wanted is StringValue && Locks.CanWriteLock(key)),
        _ => false,
    };
}
