using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Armadillo.Testing.Fixtures;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Armadillo.Testing.NUnit.Running;

/// <summary>
/// What belongs to which part of NUnit's tree of tests. NUnit makes attributes anew wherever it looks at them and hands nothing
/// from a suite to its tests: the nodes of the tree are all that stays the same during a run.
/// </summary>
internal static class TestTree
{
    private static readonly ConditionalWeakTable<ITest, Node> _nodes = [];

    /// <summary>The run of the assembly that a test is in; null without the assembly attribute.</summary>
    public static AssemblyRun? RunOf(ITest? test) => Upwards(test).Select(n => n.Run).FirstOrDefault(r => r is not null);

    public static void SetRun(ITest assembly, AssemblyRun? run) => _nodes.GetOrCreateValue(assembly).Run = run;

    /// <summary>The running fixtures that a test lives in: those that the suites around it started in their set-up.</summary>
    public static IEnumerable<ITopologyFixture> FixturesAround(ITest? test) => Upwards(test).SelectMany(n => n.Fixtures).Where(f => f.Session is not null);

    /// <summary>Starts a fixture for everything below the suite, or for the test, that NUnit is running now.</summary>
    public static Task StartHereAsync(ITopologyFixture fixture, Func<Task> start)
    {
        var here = TestExecutionContext.CurrentContext.CurrentTest;
        _nodes.GetOrCreateValue(here).Add(fixture);
        using (RunOf(here)?.Enter())
        {
            return start();
        }
    }

    private static IEnumerable<Node> Upwards(ITest? test)
    {
        for (; test is not null; test = test.Parent)
        {
            if (_nodes.TryGetValue(test, out var node))
            {
                yield return node;
            }
        }
    }

    private sealed class Node
    {
        private ImmutableList<ITopologyFixture> _fixtures = [];

        public AssemblyRun? Run { get; set; }

        public IReadOnlyList<ITopologyFixture> Fixtures => _fixtures;

        public void Add(ITopologyFixture fixture) => ImmutableInterlocked.Update(ref _fixtures, all => all.Contains(fixture) ? all : all.Add(fixture));
    }
}
