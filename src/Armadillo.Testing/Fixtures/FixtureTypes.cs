using System.Reflection;
using Armadillo.Testing.Requirements;

namespace Armadillo.Testing.Fixtures;

/// <summary>What a test class says about itself.</summary>
internal static class FixtureTypes
{
    /// <summary>The one public constructor's parameters; empty when there is none, or more than one.</summary>
    public static IReadOnlyList<ParameterInfo> ParametersOf(Type testClass) =>
        testClass.GetConstructors() is [var constructor] ? constructor.GetParameters() : [];

    /// <summary>The topology fixtures that its constructor asks for and that it does not declare to the framework.</summary>
    public static IEnumerable<Type> UndeclaredOf(Type testClass) => ParametersOf(testClass)
        .Select(p => p.ParameterType)
        .Where(t => IsFixture(t) && !DeclaredOf(testClass).Contains(t) && !DeclaredByAssemblyOf(testClass).Contains(t));

    /// <summary>Whether it is a fixture that can be made.</summary>
    public static bool IsFixture(Type type) => type.IsAssignableTo(typeof(ITopologyFixture)) && !type.IsAbstract;

    /// <summary>The fixtures that it declares by an interface with them as its argument, itself or through its collection.</summary>
    public static IReadOnlyCollection<Type> DeclaredOf(Type testClass) =>
    [
        .. testClass.GetInterfaces().Concat(CollectionDefinitionsOf(testClass).SelectMany(d => d.GetInterfaces()))
            .Where(i => i.IsGenericType).SelectMany(i => i.GenericTypeArguments)
            .Where(t => t.IsAssignableTo(typeof(ITopologyFixture))),
    ];

    /// <summary>The fixtures that its assembly declares to the framework, for all classes.</summary>
    public static IReadOnlyCollection<Type> DeclaredByAssemblyOf(Type testClass) =>
    [
        .. testClass.Assembly.GetCustomAttributesData().SelectMany(a => a.ConstructorArguments).Select(a => a.Value).OfType<Type>()
            .Where(t => t.IsAssignableTo(typeof(ITopologyFixture))),
    ];

    /// <summary>The requirements on the class and its assembly.</summary>
    public static IEnumerable<RequirementAttribute> RequirementsOf(Type testClass) =>
        testClass.GetCustomAttributes<RequirementAttribute>(inherit: true).Concat(testClass.Assembly.GetCustomAttributes<RequirementAttribute>());

    // Frameworks differ in their attributes and agree in their form: [Collection("name")] or [Collection(typeof(Definition))],
    // and the definition carries [CollectionDefinition("name")].
    private static IEnumerable<Type> CollectionDefinitionsOf(Type testClass)
    {
        foreach (var attribute in testClass.GetCustomAttributesData().Where(a => a.AttributeType.Name.StartsWith("CollectionAttribute", StringComparison.Ordinal)))
        {
            if (attribute.AttributeType.GenericTypeArguments is [var typed])
            {
                yield return typed;
            }

            switch (attribute.ConstructorArguments.FirstOrDefault().Value)
            {
                case Type type:
                    yield return type;
                    break;
                case string name:
                    foreach (var definition in testClass.Assembly.GetTypes().Where(t => t.GetCustomAttributesData().Any(a =>
                        a.AttributeType.Name == "CollectionDefinitionAttribute" && name.Equals(a.ConstructorArguments.FirstOrDefault().Value))))
                    {
                        yield return definition;
                    }

                    break;
            }
        }
    }
}
