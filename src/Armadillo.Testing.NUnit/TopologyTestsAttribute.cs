using System.Reflection;
using Armadillo.Testing.NUnit.Running;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Armadillo.Testing.NUnit;

/// <summary>
/// Instead of <c>[TestFixture]</c>: the constructor of the class may ask for fixtures, for the services of their containers and, with
/// <see cref="ArmadilloTestsAttribute"/>, for those of the assembly. A fixture is the one that a suite around the class runs, when
/// there is one; otherwise it is started for the class and stopped after it. Topologies are put in order after each test, and what a
/// test leaves behind is its failure. With <c>[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]</c> the class is made for each test,
/// and scoped services live as long as the test; otherwise it is made once, as always in NUnit.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class TopologyTestsAttribute : NUnitAttribute, IFixtureBuilder2, IApplyToContext
{
    private readonly object?[] _arguments;

    /// <summary>A class whose constructor gets everything from fixtures and services.</summary>
    public TopologyTestsAttribute()
        : this([])
    {
    }

    /// <summary>A class whose constructor also gets values. With several attributes the class runs once for each.</summary>
    /// <param name="arguments">In the order of those parameters that they fit by their types.</param>
    public TopologyTestsAttribute(params object?[]? arguments) => _arguments = arguments ?? [null];

    /// <summary>The values for the constructor. Default: none.</summary>
    public IReadOnlyList<object?> Arguments => _arguments;

    /// <summary>
    /// Whether all classes of the assembly that say so have one fixture of each type, stopped after the last test of the assembly.
    /// Needs <see cref="ArmadilloTestsAttribute"/>. Default: each class has its own.
    /// </summary>
    public bool SharesFixtures { get; set; }

    /// <inheritdoc/>
    public IEnumerable<TestSuite> BuildFrom(ITypeInfo typeInfo) => BuildFrom(typeInfo, new NoFilter());

    /// <inheritdoc/>
    public IEnumerable<TestSuite> BuildFrom(ITypeInfo typeInfo, IPreFilter filter)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        if (Obstacle(typeInfo.Type, out var placed) is { } obstacle)
        {
            var invalid = new TestFixture(typeInfo);
            invalid.MakeInvalid(obstacle);
            return [invalid];
        }

        var testClass = new TestClass(typeInfo.Type, placed, SharesFixtures);
        return [new TestClassSuite(testClass, InjectedFixture.Build(testClass, _arguments, filter))];
    }

    void IApplyToContext.ApplyToContext(TestExecutionContext context) => (TestClass.FixtureOf(context.CurrentTest)?.TypeInfo as InjectedType)?.Class.Begin(context.CurrentTest);

    private string? Obstacle(Type type, out object?[] placed)
    {
        placed = [];
        if (type.IsGenericType)
        {
            return $"{type.Name} has type parameters; [TopologyTests] knows no types for them. Derive a class that does.";
        }

        if (type.GetConstructors().Length != 1)
        {
            return $"{type.Name} needs one public constructor for [TopologyTests].";
        }

        placed = ConstructorParameters.Place(type, _arguments)!;
        return placed is null ? $"The arguments of [TopologyTests] do not fit the parameters of the constructor of {type.Name} in their order." : null;
    }

    private sealed class NoFilter : IPreFilter
    {
        public bool IsMatch(Type type) => true;

        public bool IsMatch(Type type, MethodInfo method) => true;
    }
}
