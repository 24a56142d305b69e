using System.Collections.Immutable;
using System.Text.Json;

namespace Armadillo.ArangodEmulator.Agency.Store;

/// <summary>An inner node of the tree. A change copies the nodes along one path only.</summary>
internal sealed class ObjectValue : Value
{
    public static readonly ObjectValue Empty = new(ImmutableSortedDictionary.Create<string, Value>(StringComparer.Ordinal));

    private readonly ImmutableSortedDictionary<string, Value> _members;

    private ObjectValue(ImmutableSortedDictionary<string, Value> members) => _members = members;

    public int Count => _members.Count;

    public ImmutableSortedDictionary<string, Value> Members => _members;

    public Value? this[string key] => _members.GetValueOrDefault(key);

    public override int Levels
    {
        get
        {
            var most = 0;
            foreach (var (key, value) in _members)
            {
                most = Math.Max(most, key.AsSpan().Count('/') + value.Levels);
            }

            return most + 1;
        }
    }

    public static ObjectValue FromObject(JsonElement element)
    {
        var members = Empty._members.ToBuilder();
        foreach (var member in element.EnumerateObject())
        {
            members[member.Name] = From(member.Value);
        }

        return members.Count == 0 ? Empty : new ObjectValue(members.ToImmutable());
    }

    public Value? At(ReadOnlySpan<string> path)
    {
        Value? here = this;
        foreach (var part in path)
        {
            here = (here as ObjectValue)?[part];
        }

        return here;
    }

    public Value? At(string path) => At(StorePath.Split(path));

    public ObjectValue With(string key, Value value) => new(_members.SetItem(key, value));

    /// <summary>Puts the value at the path; what stands in the way and is no object gives way.</summary>
    public ObjectValue Set(ReadOnlySpan<string> path, Value value) => path.Length switch
    {
        0 => value as ObjectValue ?? Empty,
        1 => With(path[0], value),
        _ => With(path[0], (this[path[0]] as ObjectValue ?? Empty).Set(path[1..], value)),
    };

    public ObjectValue Remove(ReadOnlySpan<string> path)
    {
        if (path.Length == 0)
        {
            return Empty;
        }

        if (path.Length == 1)
        {
            return _members.ContainsKey(path[0]) ? new ObjectValue(_members.Remove(path[0])) : this;
        }

        if (this[path[0]] is not ObjectValue child)
        {
            return this;
        }

        var changed = child.Remove(path[1..]);
        return ReferenceEquals(changed, child) ? this : With(path[0], changed);
    }

    public override bool Same(Value other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is not ObjectValue o || o.Count != Count)
        {
            return false;
        }

        foreach (var (key, value) in _members)
        {
            if (o[key] is not { } match || !value.Same(match))
            {
                return false;
            }
        }

        return true;
    }

    public override void WriteTo(Utf8JsonWriter writer, bool showHidden)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in _members)
        {
            if (showHidden || !key.StartsWith('.'))
            {
                writer.WritePropertyName(key);
                value.WriteTo(writer, showHidden);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>Keys of a written object may be paths themselves; in the tree they become nested nodes.</summary>
    public ObjectValue WithNestedPaths()
    {
        var result = this;
        foreach (var (key, value) in _members)
        {
            var nested = value is ObjectValue o ? o.WithNestedPaths() : value;
            if (key.Contains('/', StringComparison.Ordinal))
            {
                result = result.Remove([key]).Set(StorePath.Split(key), nested);
            }
            else if (!ReferenceEquals(nested, value))
            {
                result = result.With(key, nested);
            }
        }

        return result;
    }
}
