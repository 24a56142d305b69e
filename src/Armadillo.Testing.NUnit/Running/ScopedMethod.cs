using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Armadillo.Testing.NUnit.Running;

/// <summary>
/// A test method that carries the adapter's wrappers as if they were attributes on it. What NUnit offers beside this lies inside of
/// the construction of the class and cannot end after its disposal.
/// </summary>
internal sealed class ScopedMethod(IMethodInfo inner) : MethodWrapper(inner.TypeInfo.Type, inner.MethodInfo), IMethodInfo
{
    T[] IReflectionInfo.GetCustomAttributes<T>(bool inherit)
        where T : class
    {
        var own = inner.GetCustomAttributes<T>(inherit);

        // The first one becomes the innermost.
        return typeof(T) == typeof(IRepeatTest) ? [(T)(object)new ScopedTest((IRepeatTest?)own.FirstOrDefault()), .. own.Skip(1)]
            : typeof(T) == typeof(IWrapTestMethod) ? [(T)(object)new TestBody(), .. own.Length > 0 ? own : OfClassOrAssembly<T>(inherit)]
            : own;
    }

    IMethodInfo IMethodInfo.MakeGenericMethod(params Type[] typeArguments) => new ScopedMethod(inner.MakeGenericMethod(typeArguments));

    object? IMethodInfo.Invoke(object? fixture, params object?[]? args) => inner.Invoke(fixture, args);

    /// <summary>NUnit looks there for wrappers when the method has none; with the adapter's it always has one.</summary>
    private T[] OfClassOrAssembly<T>(bool inherit)
        where T : class
    {
        var ofClass = inner.TypeInfo.GetCustomAttributes<T>(inherit);
        return ofClass.Length > 0 ? ofClass : [.. inner.TypeInfo.Assembly.GetCustomAttributes(inherit).OfType<T>()];
    }
}
