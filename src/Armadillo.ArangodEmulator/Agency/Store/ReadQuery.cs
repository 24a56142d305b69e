using System.Text.Json;

namespace Armadillo.ArangodEmulator.Agency.Store;

/// <summary>One atomic read: several paths of one snapshot, given back with their full nesting.</summary>
internal sealed record ReadQuery(IReadOnlyList<string[]> Paths, bool ShowHidden)
{
    public static ReadQuery? From(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var paths = new List<string>();
        foreach (var item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            paths.Add(item.GetString()!);
        }

        return For(paths);
    }

    public static ReadQuery For(IReadOnlyList<string> paths)
    {
        var hidden = paths.Any(p => p.StartsWith('.') || p.Contains("/.", StringComparison.Ordinal));
        var ordered = paths.Select(StorePath.Split).OrderBy(p => p.Length).ToList();
        var kept = new List<string[]>();
        foreach (var path in ordered)
        {
            // A path below another one is part of its answer already.
            if (!kept.Any(k => path.AsSpan(0, k.Length).SequenceEqual(k)))
            {
                kept.Add(path);
            }
        }

        return new ReadQuery(kept, hidden);
    }

    public ObjectValue Answer(ObjectValue tree)
    {
        var result = ObjectValue.Empty;
        foreach (var path in Paths)
        {
            var known = KnownLength(tree, path);
            if (known == path.Length)
            {
                result = result.Set(path, tree.At(path)!);
            }
            else if (known > 0 && result.At(path.AsSpan(0, known)) is not ObjectValue)
            {
                result = result.Set(path.AsSpan(0, known), ObjectValue.Empty);
            }
        }

        return result;
    }

    private static int KnownLength(ObjectValue tree, string[] path)
    {
        Value here = tree;
        for (var i = 0; i < path.Length; i++)
        {
            if ((here as ObjectValue)?[path[i]] is not { } next)
            {
                return i;
            }

            here = next;
        }

        return path.Length;
    }
}
