using System.Collections.Immutable;

namespace Armadillo.ArangodEmulator.Agency.Store;

/// <summary>The write operations of the agency. A transaction applies as a whole or not at all.</summary>
internal static class Operations
{
    /// <summary>
    /// How deep the tree may become. JSON is read to 64 levels everywhere, and agents and servers give the tree to each other, and to the
    /// disk, with some levels around it: what is deeper could be written, and never be read again.
    /// </summary>
    private const int MostLevels = 50;

    /// <param name="tree">The store before.</param>
    /// <param name="operations">What to do, in path order.</param>
    /// <param name="oldLog">Whether observe and unobserve, which logs of 3.6 contain, are passed over.</param>
    /// <returns>The store after, or null when an operation is unknown or cannot be done, or the tree would become too deep.</returns>
    public static ObjectValue? Apply(ObjectValue tree, ImmutableArray<Clause> operations, bool oldLog = false)
    {
        var result = tree;
        foreach (var operation in operations)
        {
            if (ApplyOne(result, operation, oldLog) is not { } changed)
            {
                return null;
            }

            result = changed;
        }

        return result;
    }

    private static ObjectValue? ApplyOne(ObjectValue tree, Clause operation, bool oldLog)
    {
        var path = operation.Parts;
        if (path.Length + operation.Content.Levels > MostLevels)
        {
            return null;
        }

        if (operation.Content is not ObjectValue content || content["op"] is not { } name)
        {
            return SetAt(tree, path, operation.Content);
        }

        var current = tree.At(path);
        var named = (name as StringValue)?.Content;
        if (current is null && named is "delete" or "erase" or "replace")
        {
            // Nothing there, nothing to do, whatever else is said.
            return tree;
        }

        return named switch
        {
            "set" => content["new"] is { } value ? SetAt(tree, path, value) : null,
            "delete" => tree.Remove(path),
            "increment" => Add(tree, path, current, Step(content)),
            "decrement" => Add(tree, path, current, -Step(content)),
            "push" => content["new"] is { } value ? tree.Set(path, new ArrayValue(Items(current).Add(value))) : null,
            "push-queue" => PushQueue(tree, path, current, content),
            "pop" => tree.Set(path, Items(current) is { Length: > 0 } items ? new ArrayValue(items.RemoveAt(items.Length - 1)) : ArrayValue.Empty),
            "shift" => tree.Set(path, Items(current) is { Length: > 0 } items ? new ArrayValue(items.RemoveAt(0)) : ArrayValue.Empty),
            "prepend" => content["new"] is { } value ? tree.Set(path, new ArrayValue(Items(current).Insert(0, value))) : null,
            "erase" => Erase(tree, path, current, content),
            "replace" => Replace(tree, path, current, content),
            "read-lock" => Holder(content) is { } by ? Locks.ReadLock(tree, path, by) : null,
            "read-unlock" => Holder(content) is { } by ? Locks.ReadUnlock(tree, path, by) : null,
            "write-lock" => Holder(content) is { } by ? Locks.WriteLock(tree, path, by) : null,
            "write-unlock" => Holder(content) is { } by ? Locks.WriteUnlock(tree, path, by) : null,
            "observe" or "unobserve" when oldLog => tree,
            _ => null,
        };
    }

    private static ObjectValue SetAt(ObjectValue tree, string[] path, Value value) =>
        tree.Set(path, value is ObjectValue o ? o.WithNestedPaths() : value);

    private static ObjectValue Add(ObjectValue tree, string[] path, Value? current, long step) =>
        tree.Set(path, new NumberValue(unchecked(((current as NumberValue)?.Whole ?? 0) + step)));

    private static long Step(ObjectValue content) => (content["step"] as NumberValue)?.Whole ?? 1;

    private static ImmutableArray<Value> Items(Value? current) => (current as ArrayValue)?.Items ?? [];

    private static string? Holder(ObjectValue content) => (content["by"] as StringValue)?.Content;

    private static ObjectValue? PushQueue(ObjectValue tree, string[] path, Value? current, ObjectValue content)
    {
        if (content["new"] is not { } value || (content["len"] as NumberValue)?.Whole is not { } length || length < 0)
        {
            return null;
        }

        var items = Items(current).Add(value);
        var surplus = items.Length - (int)Math.Min(length, items.Length);
        return tree.Set(path, new ArrayValue(items.RemoveRange(0, surplus)));
    }

    private static ObjectValue? Erase(ObjectValue tree, string[] path, Value? current, ObjectValue content)
    {
        var (value, position) = (content["val"], content["pos"]);
        if (value is null == position is null)
        {
            return null;
        }

        var items = Items(current);
        if (value is not null)
        {
            return tree.Set(path, new ArrayValue(items.RemoveAll(item => item.Same(value))));
        }

        // Beyond the end there is nothing to erase; what was no array becomes one all the same.
        return (position as NumberValue)?.Integer is { } at && at >= 0
            ? tree.Set(path, new ArrayValue(at < items.Length ? items.RemoveAt((int)at) : items))
            : null;
    }

    private static ObjectValue? Replace(ObjectValue tree, string[] path, Value? current, ObjectValue content)
    {
        if (content["val"] is not { } old || content["new"] is not { } value)
        {
            return null;
        }

        return tree.Set(path, new ArrayValue([.. Items(current).Select(item => item.Same(old) ? value : item)]));
    }
}
