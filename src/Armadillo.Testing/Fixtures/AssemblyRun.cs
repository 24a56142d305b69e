using System.Collections.Immutable;
using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Faults;
using Armadillo.Testing.Requirements;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Armadillo.Testing.Fixtures;

/// <summary>
/// One run of the tests of one assembly: its services, the fixtures that live in it, the topologies they share, and the order of
/// each test. An adapter makes one, enters it, and runs the tests inside.
/// </summary>
public sealed class AssemblyRun : IAsyncDisposable
{
    // The test framework creates fixtures where nobody can hand them anything; what flows with the execution is the only way in.
    private static readonly AsyncLocal<AssemblyRun?> _current = new();

    private readonly ServiceProvider _services;
    private readonly AssemblyFixtures _fixtures;
    private ImmutableList<ITopologyFixture> _live = [];

    /// <summary>Builds the services of a run.</summary>
    /// <param name="configure">Adds what test classes and fixtures may ask for. Default: nothing more than logging that goes nowhere.</param>
    public AssemblyRun(Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection().AddArmadillo().AddLogging();

        // These belong to a topology, and the assembly has none of its own.
        services.RemoveAll<ITopologyAccessor>().RemoveAll<IFaults>().RemoveAll<ICrashReports>();
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
        Admission = new StartAdmission(_services.GetRequiredService<TimeProvider>(), static () => MachineMemory.Available, () => Shared!.StopIdleAsync());
        _fixtures = new AssemblyFixtures(_services);
    }

    /// <summary>The run that the calling code belongs to; <see langword="null"/> outside of one.</summary>
    public static AssemblyRun? Current => _current.Value;

    /// <summary>The services of the run.</summary>
    public IServiceProvider Services => _services;

    internal SharedTopologies Shared { get; } = new();

    internal StartAdmission Admission { get; }

    internal IReadOnlyList<ITopologyFixture> Live => _live;

    internal AssemblyFixtures Fixtures => _fixtures;

    /// <summary>Makes this the run of everything that the caller calls from now on, until the result is disposed.</summary>
    public IDisposable Enter()
    {
        var before = _current.Value;
        _current.Value = this;
        return new Exit(before);
    }

    /// <summary>
    /// Begins to start the fixtures that test classes ask for in their constructors without declaring them to the framework; they
    /// live until the assembly ends. They start in parallel, as far as memory allows. Errors are told to the tests that need them.
    /// </summary>
    /// <param name="testClasses">The classes whose tests will run.</param>
    public void Prewarm(IEnumerable<Type> testClasses)
    {
        ArgumentNullException.ThrowIfNull(testClasses);
        foreach (var type in testClasses.SelectMany(FixtureTypes.UndeclaredOf).Distinct())
        {
            _ = _fixtures.StartAsync(type);
        }
    }

    /// <summary>
    /// Begins a test: waits until its topologies are free and fit, checks what it requires, and remembers how everything is.
    /// </summary>
    /// <param name="run">The test.</param>
    /// <param name="testClass">Its class.</param>
    /// <param name="arguments">What the framework would pass to the constructor of the class; fixtures among it are the test's.</param>
    /// <param name="requirements">What the test needs, apart from what is on its class and assembly.</param>
    /// <returns>The test's scope; end it.</returns>
    /// <exception cref="TestSkippedException">Something that the test requires is missing.</exception>
    /// <exception cref="TopologyLostException">Its topology was lost earlier.</exception>
    public Task<TestScope> BeginAsync(ITestRun run, Type testClass, IReadOnlyList<object?> arguments, IEnumerable<RequirementAttribute> requirements)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(testClass);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(requirements);
        return TestScope.BeginAsync(this, run, testClass, arguments, [.. requirements, .. FixtureTypes.RequirementsOf(testClass)]);
    }

    /// <summary>
    /// Begins a test class in a framework that leaves its fixtures to the adapter: starts those that its constructor asks for. When
    /// one cannot be started, the others are stopped again.
    /// </summary>
    /// <param name="testClass">The class.</param>
    /// <param name="arguments">What the adapter has for the constructor, one for each parameter; <see cref="System.Reflection.Missing"/> where it has nothing.</param>
    /// <param name="sharesFixtures">Whether its fixtures are those of the assembly. Otherwise they live as long as the class.</param>
    /// <returns>The class's scope; end it after the last test.</returns>
    public Task<ClassScope> BeginClassAsync(Type testClass, IReadOnlyList<object?> arguments, bool sharesFixtures)
    {
        ArgumentNullException.ThrowIfNull(testClass);
        ArgumentNullException.ThrowIfNull(arguments);
        return ClassScope.BeginAsync(this, testClass, arguments, sharesFixtures);
    }

    /// <summary>Stops everything that still lives. Every error is told.</summary>
    public async ValueTask DisposeAsync()
    {
        var problems = new List<Exception>();
        await CollectAsync(_fixtures.DisposeAsync(), problems).ConfigureAwait(false);
        await CollectAsync(Shared.DisposeAsync(), problems).ConfigureAwait(false);
        await CollectAsync(_services.DisposeAsync(), problems).ConfigureAwait(false);
        if (problems.Count > 0)
        {
            throw problems.Count == 1 ? problems[0] : new AggregateException(problems);
        }
    }

    internal void Add(ITopologyFixture fixture) => ImmutableInterlocked.Update(ref _live, all => all.Add(fixture));

    internal void Remove(ITopologyFixture fixture) => ImmutableInterlocked.Update(ref _live, all => all.Remove(fixture));

    private static async Task CollectAsync(ValueTask end, List<Exception> problems)
    {
        try
        {
            await end.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            problems.Add(e);
        }
    }

    private sealed class Exit(AssemblyRun? before) : IDisposable
    {
        public void Dispose() => _current.Value = before;
    }
}
