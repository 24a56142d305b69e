using System.Reflection;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Armadillo.Testing.NUnit.Running;

/// <summary>A test class whose constructor is served by the adapter, and whose test methods run in scopes.</summary>
internal sealed class InjectedType(TestClass testClass) : TypeWrapper(testClass.Type), ITypeInfo
{
    public TestClass Class => testClass;

    IMethodInfo[] ITypeInfo.GetMethods(BindingFlags flags) => [.. GetMethods(flags).Select(m => new ScopedMethod(m))];

    object ITypeInfo.Construct(object?[]? args) =>
        Construct(NUnitTestRun.Current is { Scope: { } scope } ? scope.CompleteArguments(testClass.Arguments) : testClass.CompleteArguments());
}
