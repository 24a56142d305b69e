using System.Reflection;
using Armadillo.Testing.Fixtures;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>
/// The constructor arguments of one test. xUnit shares its own among the tests of a class, so these are a copy; those that it has no
/// fixture for are given by the test's scope.
/// </summary>
internal sealed class ScopedArguments(IXunitTestClass testClass, object?[] supplied)
{
    public object?[] Values { get; } = [.. supplied];

    /// <summary>Why an argument could not be given; null when all were.</summary>
    public TestServiceException? NotGiven { get; private set; }

    /// <summary>Gives what is missing. What the scope does not have either stays missing: an activator of the user may have it.</summary>
    public void Complete(TestScope scope)
    {
        var parameters = testClass.Constructors is { Count: 1 } only ? only.Single().GetParameters() : [];
        for (var i = 0; i < Values.Length; i++)
        {
            if (Values[i] is Missing)
            {
                try
                {
                    Values[i] = scope.Resolve(parameters[i].ParameterType);
                }
                catch (TestServiceException e)
                {
                    NotGiven ??= e;
                }
            }
        }
    }
}
