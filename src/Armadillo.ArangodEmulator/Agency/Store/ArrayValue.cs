using System.Collections.Immutable;
using System.Text.Json;

namespace Armadillo.ArangodEmulator.Agency.Store;

internal sealed class ArrayValue(ImmutableArray<Value> items) : Value
{
    public static readonly ArrayValue Empty = new([]);

    public ImmutableArray<Value> Items { get; } = items;

    /// <summary>Those of the items that are texts.</summary>
    public ImmutableArray<string> Texts => [.. Items.OfType<StringValue>().Select(s => s.Content)];

    public override int Levels
    {
        get
        {
            var most = 0;
            foreach (var item in Items)
            {
                most = Math.Max(most, item.Levels);
            }

            return most + 1;
        }
    }

    public static ArrayValue FromArray(JsonElement element)
    {
        var items = ImmutableArray.CreateBuilder<Value>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
        {
            items.Add(From(item));
        }

        return new ArrayValue(items.MoveToImmutable());
    }

    public bool Holds(Value value)
    {
        foreach (var item in Items)
        {
            if (item.Same(value))
            {
                return true;
            }
        }

        return false;
    }

    public override bool Same(Value other)
    {
        if (other is not ArrayValue array || array.Items.Length != Items.Length)
        {
            return false;
        }

        for (var i = 0; i < Items.Length; i++)
        {
            if (!Items[i].Same(array.Items[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override void WriteTo(Utf8JsonWriter writer, bool showHidden)
    {
        writer.WriteStartArray();
        foreach (var item in Items)
        {
            // What is inside an array is a plain value, not a part of the tree: nothing in it is hidden.
            item.WriteTo(writer, showHidden: true);
        }

        writer.WriteEndArray();
    }
}
