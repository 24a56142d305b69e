using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Fixtures;

/// <summary>
/// What a test class may ask for: its fixtures, the services of their containers, the services of the assembly. Scoped services
/// live as long as the test.
/// </summary>
internal sealed class TestServices
{
    private readonly ITestRun? _run;
    private readonly Type _testClass;
    private readonly IReadOnlyList<ITopologyFixture> _fixtures;
    private readonly List<Source> _sources;
    private readonly Source _assembly;

    public TestServices(AssemblyRun assembly, ITestRun? run, Type testClass, IReadOnlyList<ITopologyFixture> fixtures)
    {
        _run = run;
        _testClass = testClass;
        _fixtures = fixtures;
        _assembly = new Source("the assembly", assembly.Services);
        _sources = [.. fixtures.Where(f => f.Session is not null).DistinctBy(f => f.Session!.Running).Select(f => new Source(f.GetType().Name, f.Session!.Services))];
    }

    /// <exception cref="TestServiceException">There is none, or more than one fixture has one.</exception>
    public object Resolve(Type type)
    {
        if (type == typeof(ITestRun))
        {
            return _run ?? throw new TestServiceException(
                $"{_testClass.Name} asks for {nameof(ITestRun)} in its constructor, which belongs to one test, and its instance serves several. Let the framework make one for each test.");
        }

        if (_fixtures.Where(type.IsInstanceOfType).ToList() is [var fixture])
        {
            return fixture;
        }

        if (_fixtures.Select(f => f.Find(type)).OfType<object>().Distinct().ToList() is [var found])
        {
            return found;
        }

        var having = _sources.Where(s => s.Has(type)).ToList();
        return having switch
        {
            [var only] => only.Get(type),
            [] when _assembly.Has(type) => _assembly.Get(type),
            [] => throw new TestServiceException($"{_testClass.Name} asks for {Name(type)} in its constructor, which {Sources()} not know. "
                + "Register it in the fixture's ConfigureServices or in the services of the assembly, or declare the fixture that has it."),
            _ when _assembly.Has(type) => _assembly.Get(type),
            _ => throw new TestServiceException($"{_testClass.Name} asks for {Name(type)} in its constructor, which each of {string.Join(" and ", having.Select(h => h.Name))} has. "
                + "Ask for the fixture and take it from there."),
        };
    }

    public async Task DisposeAsync(List<Exception> problems)
    {
        foreach (var source in _sources.Append(_assembly))
        {
            try
            {
                await source.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                problems.Add(e);
            }
        }
    }

    private string Sources() => _sources.Count == 0
        ? "the services of the assembly do"
        : $"{string.Join(" and ", _sources.Select(s => s.Name))} and the services of the assembly do";

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GenericTypeArguments.Select(Name))}>"
        : type.Name;

    private sealed class Source(string name, IServiceProvider services)
    {
        private AsyncServiceScope? _scope;

        public string Name { get; } = name;

        public bool Has(Type type) => services.GetRequiredService<IServiceProviderIsService>().IsService(type);

        public object Get(Type type) => (_scope ??= services.CreateAsyncScope()).ServiceProvider.GetRequiredService(type);

        public ValueTask DisposeAsync() => _scope?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}

/// <summary>A test class asks for something in its constructor that cannot be given to it.</summary>
public sealed class TestServiceException : Exception
{
    internal TestServiceException(string message)
        : base(message)
    {
    }
}
