using System.Reflection;

namespace Armadillo.Testing.NUnit.Running;

/// <summary>The parameters of the one public constructor of a test class, and who gives which of them.</summary>
internal static class ConstructorParameters
{
    public static IReadOnlyList<ParameterInfo> Of(Type type) => type.GetConstructors() is [var constructor] ? constructor.GetParameters() : [];

    /// <summary>Puts the attribute's arguments, in their order, to the parameters that they fit; the others are <see cref="Missing"/>.</summary>
    /// <returns>One for each parameter; null when an argument fits none.</returns>
    public static object?[]? Place(Type type, IReadOnlyList<object?> arguments)
    {
        var next = 0;
        object?[] placed = [.. Of(type).Select(p => next < arguments.Count && Fits(p.ParameterType, arguments[next]) ? arguments[next++] : Missing.Value)];
        return next == arguments.Count ? placed : null;
    }

    private static bool Fits(Type type, object? value) => value is null ? !type.IsValueType : type.IsInstanceOfType(value);
}
