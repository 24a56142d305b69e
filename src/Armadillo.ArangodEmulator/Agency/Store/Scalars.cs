using System.Globalization;
using System.Text.Json;

namespace Armadillo.ArangodEmulator.Agency.Store;

internal sealed class NullValue : Value
{
    public static readonly NullValue Instance = new();

    public override bool Same(Value other) => other is NullValue;

    public override void WriteTo(Utf8JsonWriter writer, bool showHidden) => writer.WriteNullValue();
}

internal sealed class BoolValue : Value
{
    public static readonly BoolValue True = new(true);
    public static readonly BoolValue False = new(false);

    private BoolValue(bool content) => Content = content;

    public bool Content { get; }

    public override bool Same(Value other) => other is BoolValue b && b.Content == Content;

    public override void WriteTo(Utf8JsonWriter writer, bool showHidden) => writer.WriteBooleanValue(Content);
}

internal sealed class StringValue(string content) : Value
{
    public string Content { get; } = content;

    public override bool Same(Value other) => other is StringValue s && string.Equals(s.Content, Content, StringComparison.Ordinal);

    public override void WriteTo(Utf8JsonWriter writer, bool showHidden) => writer.WriteStringValue(Content);
}

/// <summary>A number keeps its text, so that what was written is read back to the last digit.</summary>
internal sealed class NumberValue : Value
{
    private readonly string _text;

    private NumberValue(string text, long? integer, double real)
    {
        _text = text;
        Integer = integer;
        Real = real;
    }

    public NumberValue(long integer)
        : this(integer.ToString(CultureInfo.InvariantCulture), integer, integer)
    {
    }

    /// <summary>Set only when the number was written as a whole number that fits; 1.0 is no integer to the server.</summary>
    public long? Integer { get; }

    public double Real { get; }

    /// <summary>The number without its fraction, as far as it fits; what the server counts with.</summary>
    public long? Whole => Integer ?? (Real is >= -9.2233720368547758e18 and < 9.2233720368547758e18 ? (long)Real : null);

    public static NumberValue FromNumber(JsonElement element) =>
        new(element.GetRawText(), element.TryGetInt64(out var integer) && IsWhole(element) ? integer : null, element.GetDouble());

    public override bool Same(Value other) => other is NumberValue n
        && (Integer is { } a && n.Integer is { } b ? a == b : Real.Equals(n.Real));

    public override void WriteTo(Utf8JsonWriter writer, bool showHidden) => writer.WriteRawValue(_text, skipInputValidation: true);

    private static bool IsWhole(JsonElement element) => element.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0;
}
