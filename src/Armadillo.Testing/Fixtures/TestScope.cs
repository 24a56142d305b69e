using System.Collections.Immutable;
using System.Reflection;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Fixtures;

/// <summary>
/// One test and the topologies that it has for itself: what it may ask for in its constructor, and in the end everything put in
/// order, looked after and told.
/// </summary>
public sealed class TestScope
{
    private readonly ITestRun _run;
    private readonly Type _testClass;
    private readonly ImmutableArray<TestTopology> _topologies;
    private readonly TestServices _services;
    private readonly TimeProvider _time;
    private TestBody? _body;

    private TestScope(ITestRun run, Type testClass, ImmutableArray<TestTopology> topologies, TestServices services, TimeProvider time)
    {
        _run = run;
        _testClass = testClass;
        _topologies = topologies;
        _services = services;
        _time = time;
    }

    /// <summary>
    /// Completes what the framework would pass to the constructor of the test class with what it cannot give: services of the
    /// fixtures and of the assembly, and fixtures that belong to the assembly.
    /// </summary>
    /// <param name="supplied">The framework's arguments, one for each parameter; <see langword="null"/> or <see cref="Missing"/> where it has none. Empty when it has none at all.</param>
    /// <returns>One argument for each parameter.</returns>
    /// <exception cref="TestServiceException">Something cannot be given; the message tells the way out.</exception>
    public object?[] CompleteArguments(IReadOnlyList<object?> supplied)
    {
        ArgumentNullException.ThrowIfNull(supplied);
        return
        [
            .. FixtureTypes.ParametersOf(_testClass).Select((parameter, index) => supplied.ElementAtOrDefault(index) switch
            {
                null when parameter.HasDefaultValue => parameter.DefaultValue,
                null or Missing => Resolve(parameter.ParameterType),
                var given => given,
            }),
        ];
    }

    /// <summary>Gives what a test class asks for in its constructor.</summary>
    /// <param name="type">Type of the parameter.</param>
    /// <returns>The service.</returns>
    /// <exception cref="TestServiceException">There is none, or more than one fixture has one; the message tells the way out.</exception>
    public object Resolve(Type type) => _services.Resolve(type);

    /// <summary>
    /// Waits for the body of the test. When a member crashes and the test has not accepted that within a second, the test is told to
    /// end; when it has not ended after five more, it is left behind. So is a body that the framework gave up and that does not end.
    /// For frameworks that let a test end before its body.
    /// </summary>
    /// <param name="body">The body, as far as it waits for anything.</param>
    /// <param name="cancel">Tells the test to end, as the framework does when its time is up.</param>
    /// <exception cref="InstanceCrashedException">A member crashed, and the body did not end by itself.</exception>
    /// <exception cref="TaskCanceledException">The framework gave the test up, and the body did not end.</exception>
    public Task GuardBodyAsync(Task body, Action cancel)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(cancel);
        _body = new TestBody(body, [.. _topologies.Select(t => t.Topology)], _time, _run.CancellationToken);
        return _body.GuardAsync(cancel);
    }

    /// <summary>
    /// Ends the test: takes back what its handles did, resumes and starts members, looks for leftovers, writes log slices and
    /// lets the topologies go. Goes on after an error; never throws.
    /// </summary>
    /// <param name="outcome">How the body ended.</param>
    /// <param name="failure">The body's exception; <see langword="null"/> when there was none.</param>
    /// <returns>What fails the test beyond its body's exception; empty when nothing does.</returns>
    public async Task<IReadOnlyList<Exception>> EndAsync(TestOutcome outcome, Exception? failure)
    {
        var problems = new List<Exception>();
        if (_body is not null)
        {
            // Frameworks do not wait for a test that ran out of time; it should not find its servers healed.
            await _body.LetEndAsync().ConfigureAwait(false);
        }

        foreach (var topology in _topologies)
        {
            try
            {
                problems.AddRange(await topology.PutInOrderAsync(failure).ConfigureAwait(false));
            }
            catch (Exception e)
            {
                problems.Add(e);
            }
        }

        var failed = outcome == TestOutcome.Failed || problems.Count > 0;
        await _services.DisposeAsync(problems).ConfigureAwait(false);
        foreach (var topology in _topologies)
        {
            topology.WriteLogs(failed);
            topology.Leave(failed ? TestOutcome.Failed : outcome);
        }

        return problems;
    }

    internal static async Task<TestScope> BeginAsync(
        AssemblyRun assembly, ITestRun run, Type testClass, IReadOnlyList<object?> arguments, IReadOnlyList<RequirementAttribute> requirements)
    {
        var fixtures = await FindFixturesAsync(assembly, testClass, arguments).ConfigureAwait(false);
        var topologies = ImmutableArray.CreateBuilder<TestTopology>();
        try
        {
            // One order for all tests, so that two of them never wait for each other.
            foreach (var running in fixtures.Select(f => f.Session?.Running).OfType<RunningTopology>().Distinct().OrderBy(r => r.Number))
            {
                topologies.Add(await TestTopology.EnterAsync(running, run).ConfigureAwait(false));
            }

            await CheckAsync(topologies, requirements, run.CancellationToken).ConfigureAwait(false);
            await Task.WhenAll(topologies.Select(t => t.BeginAsync())).ConfigureAwait(false);
            return new TestScope(run, testClass, topologies.ToImmutable(), new TestServices(assembly, run, testClass, fixtures), assembly.Services.GetRequiredService<TimeProvider>());
        }
        catch
        {
            foreach (var topology in topologies)
            {
                topology.Leave(TestOutcome.Skipped);
            }

            throw;
        }
    }

    private static async Task CheckAsync(IReadOnlyList<TestTopology> topologies, IReadOnlyList<RequirementAttribute> requirements, CancellationToken cancellationToken)
    {
        var context = new RequirementContext([.. topologies.Select(t => t.Topology)], [.. topologies.Select(t => t.Running.Services)]);
        foreach (var requirement in requirements)
        {
            if (await requirement.FindObstacleAsync(context, cancellationToken).ConfigureAwait(false) is { } obstacle)
            {
                throw new TestSkippedException(obstacle);
            }
        }
    }

    private static async Task<IReadOnlyList<ITopologyFixture>> FindFixturesAsync(AssemblyRun assembly, Type testClass, IReadOnlyList<object?> arguments)
    {
        var fixtures = arguments.OfType<ITopologyFixture>().ToList();
        foreach (var type in FixtureTypes.UndeclaredOf(testClass).Where(t => !fixtures.Any(t.IsInstanceOfType)))
        {
            fixtures.Add(await assembly.Fixtures.StartAsync(type).ConfigureAwait(false));
        }

        // Declared to the framework without being asked for: the framework does not say which instance is this class's.
        AddLive(FixtureTypes.DeclaredOf(testClass));
        if (fixtures.Count == 0 && FixtureTypes.ParametersOf(testClass).Count > 0)
        {
            // The nearest one counts, and a class that asks for nothing needs none.
            AddLive(FixtureTypes.DeclaredByAssemblyOf(testClass));
        }

        return fixtures;

        void AddLive(IEnumerable<Type> declared)
        {
            foreach (var type in declared.Where(t => !fixtures.Any(t.IsInstanceOfType)))
            {
                if (assembly.Live.Where(type.IsInstanceOfType).ToList() is [var only])
                {
                    fixtures.Add(only);
                }
            }
        }
    }
}
