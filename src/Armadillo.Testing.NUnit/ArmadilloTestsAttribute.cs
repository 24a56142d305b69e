using Armadillo.Testing.Fixtures;
using Armadillo.Testing.NUnit.Running;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Armadillo.Testing.NUnit;

/// <summary>
/// The one line for an assembly: <c>[assembly: ArmadilloTests]</c>. Classes with <see cref="TopologyTestsAttribute"/> may then ask for
/// services of the assembly, share fixtures and lease topologies; and the tests of all other classes, whatever builds them, run in
/// the per-test order too, with the topologies that their constructor got and those that the suites around them started.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ArmadilloTestsAttribute : NUnitAttribute, IApplyToContext, ITestAction
{
    /// <summary>A class with a public parameterless constructor that implements <see cref="IAssemblyServices"/>. Default: none.</summary>
    public Type? Services { get; set; }

    ActionTargets ITestAction.Targets => ActionTargets.Suite;

    // NUnit calls this before any other set-up of the assembly, and BeforeTest after it.
    void IApplyToContext.ApplyToContext(TestExecutionContext context)
    {
        TestTree.SetRun(context.CurrentTest, new AssemblyRun(Configure));
        Scope(context.CurrentTest);
    }

    void ITestAction.BeforeTest(ITest test)
    {
    }

    void ITestAction.AfterTest(ITest test)
    {
        if (TestTree.RunOf(test) is { } run)
        {
            TestTree.SetRun(test, null);
            Blocking.Wait(() => run.DisposeAsync().AsTask());
        }
    }

    /// <summary>Every test below gets its scope, whoever built it.</summary>
    private static void Scope(ITest test)
    {
        if (test is TestMethod { Method: { } method and not ScopedMethod } leaf)
        {
            leaf.Method = new ScopedMethod(method);
        }

        foreach (var child in test.Tests)
        {
            Scope(child);
        }
    }

    private void Configure(IServiceCollection services)
    {
        if (Services is { } type)
        {
            var user = Activator.CreateInstance(type) as IAssemblyServices
                ?? throw new InvalidOperationException($"{type} is named as Services in [assembly: ArmadilloTests] and does not implement {nameof(IAssemblyServices)}.");
            user.ConfigureServices(services);
        }
    }
}
