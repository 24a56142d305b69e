using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Armadillo.Testing.Configuration;

/// <summary>The way from an object to one of its values, through properties.</summary>
internal sealed class PropertyPath
{
    private static readonly MethodInfo Clone = typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!;
    private readonly IReadOnlyList<PropertyInfo> _properties;

    private PropertyPath(IReadOnlyList<PropertyInfo> properties) => _properties = properties;

    public static PropertyPath Empty { get; } = new([]);

    /// <summary>The names, separated as in configuration.</summary>
    public string Name => string.Join(ConfigurationPath.KeyDelimiter, _properties.Select(p => p.Name));

    public Type Type => _properties[^1].PropertyType;

    /// <exception cref="ArgumentException">The expression is not a settable property of its parameter.</exception>
    public PropertyPath Then<T, TValue>(Expression<Func<T, TValue>> property) =>
        property.Body is MemberExpression { Member: PropertyInfo { CanWrite: true } last, Expression: ParameterExpression }
            ? new PropertyPath([.. _properties, last])
            : throw new ArgumentException($"'{property}' is not a property that can be set.", nameof(property));

    public object? Get(object target) => _properties.Aggregate((object?)target, static (current, property) => property.GetValue(current));

    /// <summary>Sets the value. Objects on the way are copied first: they may be shared defaults.</summary>
    public void Set(object target, object? value) => Set(target, 0, value);

    private void Set(object target, int index, object? value)
    {
        var property = _properties[index];
        if (index == _properties.Count - 1)
        {
            property.SetValue(target, value);
            return;
        }

        var copy = Clone.Invoke(property.GetValue(target), null)!;
        Set(copy, index + 1, value);
        property.SetValue(target, copy);
    }
}
