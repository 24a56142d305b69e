using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Agency.Store;

/// <summary>An immutable JSON value. Trees share their unchanged parts, so a reference to a root is a consistent snapshot.</summary>
internal abstract class Value
{
    public static Value From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ObjectValue.FromObject(element),
        JsonValueKind.Array => ArrayValue.FromArray(element),
        JsonValueKind.String => new StringValue(element.GetString()!),
        JsonValueKind.Number => NumberValue.FromNumber(element),
        JsonValueKind.True => BoolValue.True,
        JsonValueKind.False => BoolValue.False,
        _ => NullValue.Instance,
    };

    public static Value Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        return From(document.RootElement);
    }

    public static Value From(JsonNode? node)
    {
        if (node is null)
        {
            return NullValue.Instance;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            node.WriteTo(writer);
        }

        return Parse(buffer.WrittenMemory);
    }

    /// <summary>How many nodes stand one below the other in it, paths in keys counted as what they become in the tree; 0 for what is no node.</summary>
    public virtual int Levels => 0;

    /// <summary>Equality as the server has it: numbers by value (1 equals 1.0), objects without regard to order.</summary>
    public abstract bool Same(Value other);

    /// <param name="writer">Receives the value.</param>
    /// <param name="showHidden">Whether members whose key begins with a dot are written.</param>
    public abstract void WriteTo(Utf8JsonWriter writer, bool showHidden);

    public byte[] ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteTo(writer, showHidden: true);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public JsonNode? ToJson() => JsonNode.Parse(ToUtf8());
}
