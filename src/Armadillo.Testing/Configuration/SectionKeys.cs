using System.Linq.Expressions;

namespace Armadillo.Testing.Configuration;

/// <summary>Says which properties of an object can be configured. A key has its property's name.</summary>
/// <typeparam name="T">The object: options, or a spec.</typeparam>
public sealed class SectionKeys<T>
{
    private readonly string _section;
    private readonly object _defaults;
    private readonly PropertyPath _prefix;
    private readonly List<ConfigurationKey> _keys;

    internal SectionKeys(string section, object defaults, PropertyPath prefix, List<ConfigurationKey> keys)
    {
        _section = section;
        _defaults = defaults;
        _prefix = prefix;
        _keys = keys;
    }

    /// <summary>A switch, number, time, text or name of an enumeration.</summary>
    /// <param name="property">The property, for example <c>o => o.Lines</c>.</param>
    /// <param name="limit">The values that are allowed. Default: all.</param>
    /// <exception cref="NotSupportedException">The type has no form of its own; use <see cref="AddParsed"/>.</exception>
    public SectionKeys<T> Add<TValue>(Expression<Func<T, TValue>> property, ValueLimit<TValue>? limit = null) =>
        AddKey(property, path => new ValueKey(_section, path, ValueForm.Of(path.Type).Within(limit), _defaults));

    /// <summary>The path of a file or directory. What is relative counts from the JSON file's directory, in a variable from the current one.</summary>
    /// <param name="property">The property.</param>
    /// <param name="limit">The paths that are allowed; it sees the full path. Default: all.</param>
    public SectionKeys<T> AddPath(Expression<Func<T, string?>> property, ValueLimit<string>? limit = null) =>
        AddKey(property, path => new ValueKey(_section, path, ValueForm.Path.Within(limit), _defaults));

    /// <summary>A value with a form of its own.</summary>
    /// <param name="property">The property.</param>
    /// <param name="accepts">The form in words, to complete "it must be".</param>
    /// <param name="read">
    /// The value, or <see langword="null"/> when the text is not of the form; throws <see cref="FormatException"/> to tell more.
    /// </param>
    /// <param name="shortVariable">A variable of its own, beginning with <c>ARMADILLO_</c>. Default: only the regular one.</param>
    public SectionKeys<T> AddParsed<TValue>(
        Expression<Func<T, TValue>> property, string accepts, Func<ConfiguredText, object?> read, string? shortVariable = null) =>
        AddKey(property, path => new ValueKey(_section, path, new ValueForm(accepts, read), _defaults) { ShortVariable = shortVariable });

    /// <summary>Named values.</summary>
    /// <param name="property">The property.</param>
    /// <param name="with">Adds the values of a name, replacing earlier ones; throws <see cref="FormatException"/> when it cannot.</param>
    public SectionKeys<T> AddMap<TValue>(Expression<Func<T, TValue>> property, Func<TValue, string, IReadOnlyList<string>, TValue> with) =>
        AddKey(property, path => new MapKey<TValue>(_section, path, _defaults, with));

    /// <summary>A section in the section: the properties of a property.</summary>
    /// <param name="property">The property; never <see langword="null"/>.</param>
    /// <param name="describe">Says which of its properties can be configured.</param>
    public SectionKeys<T> AddSection<TNested>(Expression<Func<T, TNested>> property, Action<SectionKeys<TNested>> describe)
    {
        ArgumentNullException.ThrowIfNull(property);
        ArgumentNullException.ThrowIfNull(describe);
        describe(new SectionKeys<TNested>(_section, _defaults, _prefix.Then(property), _keys));
        return this;
    }

    private SectionKeys<T> AddKey<TValue>(Expression<Func<T, TValue>> property, Func<PropertyPath, ConfigurationKey> create)
    {
        ArgumentNullException.ThrowIfNull(property);
        _keys.Add(create(_prefix.Then(property)));
        return this;
    }
}
