using System.Collections.Immutable;

namespace Armadillo.Testing.ArangoDb.Options;

/// <summary>
/// arangod's startup options by name without the leading dashes, for example <c>log.level</c>. Immutable; an option may have
/// several values, which are passed as repetitions.
/// </summary>
public sealed class StartupOptions : IEquatable<StartupOptions>
{
    private readonly ImmutableSortedDictionary<string, ImmutableArray<string>> _values;

    private StartupOptions(ImmutableSortedDictionary<string, ImmutableArray<string>> values) => _values = values;

    /// <summary>No options.</summary>
    public static StartupOptions None { get; } = new(ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal));

    /// <summary>The names, sorted.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>The values of an option; empty when it is not set.</summary>
    public IReadOnlyList<string> this[string name] => _values.TryGetValue(Normalise(name), out var values) ? values : [];

    /// <summary>A copy with the option set to these values, replacing earlier ones.</summary>
    /// <param name="name">With or without leading dashes.</param>
    /// <param name="values">At least one; several are passed as repetitions.</param>
    /// <exception cref="ArgumentException">The name is malformed, a value is missing, or the option would put a secret on the command line.</exception>
    public StartupOptions With(string name, params IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var key = Normalise(name);
        return FindProblem(key) is { } problem ? throw new ArgumentException(problem, nameof(name))
            : values.Count == 0 ? throw new ArgumentException($"The option '{key}' needs a value.", nameof(values))
            : new StartupOptions(_values.SetItem(key, [.. values]));
    }

    /// <summary>A copy with the option set unless it is set already.</summary>
    public StartupOptions WithDefault(string name, params IReadOnlyList<string> values) => _values.ContainsKey(Normalise(name)) ? this : With(name, values);

    /// <summary>A copy with all options of <paramref name="other"/>, which win.</summary>
    public StartupOptions With(StartupOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new StartupOptions(_values.SetItems(other._values));
    }

    /// <summary>The command line: <c>--name=value</c> for each value, sorted by name.</summary>
    public IReadOnlyList<string> ToArguments() => [.. _values.SelectMany(option => option.Value.Select(value => $"--{option.Key}={value}"))];

    /// <summary>What is wrong with a name, with or without leading dashes; <see langword="null"/> for nothing.</summary>
    internal static string? FindProblem(string name) => name.TrimStart('-') switch
    {
        "server.jwt-secret" => "The option 'server.jwt-secret' would show the secret on the command line. Use the spec's property JwtSecretFile.",
        var key => IsName(key) ? null : Misnamed(name),
    };

    /// <summary>The same names with the same values.</summary>
    public bool Equals(StartupOptions? other) => other is not null && ToArguments().SequenceEqual(other.ToArguments(), StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StartupOptions);

    /// <inheritdoc/>
    public override int GetHashCode() => string.Join(' ', Names).GetHashCode(StringComparison.Ordinal);

    private static string Normalise(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = name.TrimStart('-');
        return IsName(key) ? key : throw new ArgumentException(Misnamed(name), nameof(name));
    }

    private static bool IsName(string key) => key.Length > 0 && !key.Contains('=', StringComparison.Ordinal) && !key.Any(char.IsWhiteSpace);

    private static string Misnamed(string name) => $"'{name}' is not the name of a startup option; give it like 'log.level', the value apart.";
}
