using Xunit.Abstractions;
using Xunit.Sdk;

namespace Armadillo.Testing.Xunit.Framework;

/// <summary>Tells xUnit which framework the assembly attribute means. Made by xUnit, by name.</summary>
internal sealed class FrameworkDiscoverer : ITestFrameworkTypeDiscoverer
{
    public Type GetTestFrameworkType(IAttributeInfo attribute) =>
        typeof(ScopingFramework<>).MakeGenericType(attribute.GetNamedArgument<Type>(nameof(ArmadilloTestFrameworkAttribute.Inner)) ?? typeof(XunitTestFramework));
}
