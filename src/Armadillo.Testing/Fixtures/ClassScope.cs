using System.Reflection;

namespace Armadillo.Testing.Fixtures;

/// <summary>
/// One test class while its tests run, for frameworks that leave the making of its instances and its fixtures to the adapter.
/// </summary>
public sealed class ClassScope
{
    private readonly Type _testClass;
    private readonly AssemblyFixtures? _own;
    private readonly TestServices _services;

    private ClassScope(Type testClass, IReadOnlyList<object?> arguments, AssemblyFixtures? own, TestServices services)
    {
        _testClass = testClass;
        Arguments = arguments;
        _own = own;
        _services = services;
    }

    /// <summary>One for each parameter of the constructor: the adapter's arguments and the fixtures; <see cref="Missing"/> for what a test's scope gives.</summary>
    public IReadOnlyList<object?> Arguments { get; }

    /// <summary>
    /// The arguments for an instance that serves all tests of the class. Scoped services live as long as the class; what belongs to
    /// one test cannot be given.
    /// </summary>
    /// <exception cref="TestServiceException">Something cannot be given; the message tells the way out.</exception>
    public object?[] CompleteArguments() =>
        [.. FixtureTypes.ParametersOf(_testClass).Zip(Arguments, (parameter, given) => given is Missing ? _services.Resolve(parameter.ParameterType) : given)];

    /// <summary>Stops the fixtures that were started for this class. Never throws.</summary>
    /// <returns>What went wrong; empty when nothing did.</returns>
    public async Task<IReadOnlyList<Exception>> EndAsync()
    {
        var problems = new List<Exception>();
        await _services.DisposeAsync(problems).ConfigureAwait(false);
        try
        {
            await StopAsync(_own).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            problems.Add(e);
        }

        return problems;
    }

    internal static async Task<ClassScope> BeginAsync(AssemblyRun assembly, Type testClass, IReadOnlyList<object?> arguments, bool sharesFixtures)
    {
        var own = sharesFixtures ? null : new AssemblyFixtures(assembly.Services);
        var fixtures = own ?? assembly.Fixtures;
        try
        {
            // All starts are under way before the first is waited for.
            var starts = FixtureTypes.ParametersOf(testClass)
                .Zip(arguments, (parameter, given) => given is Missing && FixtureTypes.IsFixture(parameter.ParameterType) ? fixtures.StartAsync(parameter.ParameterType) : null)
                .ToList();
            await Task.WhenAll(starts.OfType<Task>()).ConfigureAwait(false);
            List<object?> complete = [.. arguments.Zip(starts, (given, start) => start is null ? given : start.GetAwaiter().GetResult())];
            return new ClassScope(testClass, complete, own, new TestServices(assembly, null, testClass, [.. complete.OfType<ITopologyFixture>().Distinct()]));
        }
        catch
        {
            await StopAsync(own).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task StopAsync(AssemblyFixtures? fixtures)
    {
        if (fixtures is not null)
        {
            await fixtures.DisposeAsync().ConfigureAwait(false);
        }
    }
}
