using System.Reflection;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;

namespace Armadillo.Testing.NUnit.Running;

/// <summary>Builds the fixture of a class as NUnit does, without its look for a constructor that the attribute's arguments fit.</summary>
internal static class InjectedFixture
{
    public static TestSuite Build(TestClass testClass, object?[] arguments, IPreFilter filter)
    {
        // NUnit leaves out the look at the constructor when it is told beforehand that the class cannot run.
        var parameters = new TestFixtureParameters(arguments) { RunState = RunState.NotRunnable };
        var fixture = new NUnitTestFixtureBuilder().BuildFrom(new InjectedType(testClass), filter, parameters);
        if (!fixture.Properties.ContainsKey(PropertyNames.SkipReason))
        {
            fixture.RunState = RunState.Runnable;
        }

        var assembly = testClass.Type.Assembly;
        fixture.ApplyAttributesToTest(assembly.GetCustomAttributes<FixtureLifeCycleAttribute>());

        // NoTestsAttribute, which the oldest NUnit that this package goes with does not have.
        fixture.ApplyAttributesToTest(assembly.GetCustomAttributes().Where(a => a.GetType().Name == "NoTestsAttribute").OfType<IApplyToTest>());
        fixture.ApplyAttributesToTest(testClass.Type);
        return fixture;
    }
}
