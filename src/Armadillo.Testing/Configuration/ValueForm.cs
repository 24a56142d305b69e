using System.Globalization;

namespace Armadillo.Testing.Configuration;

/// <summary>How a value is written.</summary>
/// <param name="Accepts">Completes "it must be".</param>
/// <param name="Read">The value, or <see langword="null"/> when the text is not of this form. A <see cref="FormatException"/> tells more.</param>
internal sealed record ValueForm(string Accepts, Func<ConfiguredText, object?> Read)
{
    public static ValueForm Path { get; } = new("a path", static text => text.ToFullPath());

    /// <summary>The form of a type for which there is but one.</summary>
    /// <exception cref="NotSupportedException">The type has none; the key needs its own.</exception>
    public static ValueForm Of(Type type)
    {
        var actual = Nullable.GetUnderlyingType(type) ?? type;
        return actual switch
        {
            _ when actual == typeof(bool) => new("true or false", static text => bool.TryParse(text.Text, out var value) ? value : null),
            _ when actual == typeof(int) => new(
                "a whole number", static text => int.TryParse(text.Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null),
            _ when actual == typeof(long) => new(
                "a whole number", static text => long.TryParse(text.Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null),
            _ when actual == typeof(double) => new(
                "a number", static text => double.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null),
            _ when actual == typeof(TimeSpan) => new("a time such as 90s, 500ms, 2m or 00:01:30", static text => DurationText.Read(text.Text)),
            _ when actual == typeof(string) => new("a text", static text => text.Text),
            { IsEnum: true } => new(Choices(Enum.GetNames(actual)), text => ReadName(actual, text.Text)),
            _ => throw new NotSupportedException($"There is no form for values of {type}; give one with AddParsed."),
        };
    }

    /// <summary>The same form, narrowed.</summary>
    public ValueForm Within<T>(ValueLimit<T>? limit) => limit is null
        ? this
        : new($"{Accepts}, {limit.Text}", text => Read(text) is { } value && limit.Allows((T)value) ? value : null);

    /// <summary>A default as somebody would write it.</summary>
    public static string Write(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "true" : "false",
        TimeSpan time => DurationText.Write(time),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "none",
    };

    private static string Choices(string[] names) => $"{string.Join(", ", names[..^1])} or {names[^1]}";

    /// <summary>Only by name: a number would be taken for a value that nobody can read.</summary>
    private static object? ReadName(Type type, string text) =>
        Enum.GetNames(type).FirstOrDefault(name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse(type, name) : null;
}
