using System.Reflection;
using Armadillo.Testing.Fixtures;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Armadillo.Testing.NUnit.Running;

/// <summary>One class with the class attribute: what its constructor gets, and the fixtures that live as long as it runs.</summary>
internal sealed class TestClass(Type type, IReadOnlyList<object?> supplied, bool sharesFixtures)
{
    private AssemblyRun? _ownRun;
    private ClassScope? _scope;

    public Type Type => type;

    /// <summary>The run that its tests belong to: the assembly's, or without the assembly attribute its own. Null before the first test.</summary>
    public AssemblyRun? Run { get; private set; }

    /// <summary>One for each parameter of its constructor: what is the same for all tests.</summary>
    public IReadOnlyList<object?> Arguments => _scope?.Arguments ?? [];

    public static TestFixture? FixtureOf(ITest? test)
    {
        while (test is not (null or TestFixture))
        {
            test = test.Parent;
        }

        return (TestFixture?)test;
    }

    /// <summary>Starts what the class needs, before NUnit makes it.</summary>
    public void Begin(ITest here)
    {
        if (Run is not null)
        {
            return;
        }

        Run = TestTree.RunOf(here) ?? (_ownRun = sharesFixtures
            ? throw new InvalidOperationException(
                $"{type.Name} shares its fixtures with the assembly, which needs [assembly: {nameof(ArmadilloTestsAttribute)[..^"Attribute".Length]}].")
            : new AssemblyRun());
        using (Run.Enter())
        {
            var arguments = WithFixtures([.. TestTree.FixturesAround(here)]);
            _scope = Blocking.Wait(() => Run.BeginClassAsync(type, arguments, sharesFixtures));
        }
    }

    /// <summary>Stops what <see cref="Begin"/> started, after NUnit disposed the class.</summary>
    public void End()
    {
        var problems = new List<Exception>();
        if (Run is { } run)
        {
            using (run.Enter())
            {
                problems.AddRange(_scope is { } scope ? Blocking.Wait(scope.EndAsync) : []);
            }
        }

        try
        {
            Blocking.Wait(() => _ownRun?.DisposeAsync().AsTask() ?? Task.CompletedTask);
        }
        catch (Exception e)
        {
            problems.Add(e);
        }

        (Run, _ownRun, _scope) = (null, null, null);
        if (problems.Count > 0)
        {
            throw problems.Count == 1 ? problems[0] : new AggregateException(problems);
        }
    }

    /// <summary>For a class that lives longer than one test.</summary>
    public object?[] CompleteArguments() => _scope!.CompleteArguments();

    private object?[] WithFixtures(IReadOnlyList<ITopologyFixture> around) =>
        [.. supplied.Zip(ConstructorParameters.Of(type), (value, parameter) => value is Missing ? around.FirstOrDefault(parameter.ParameterType.IsInstanceOfType) ?? value : value)];
}
