using System.Reflection;
using Armadillo.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Armadillo.Testing.Xunit.Framework;

/// <summary>Runs test cases through another executor, each in its scope, all of them in one <see cref="AssemblyRun"/>.</summary>
internal sealed class ScopingExecutor(
    ITestFrameworkExecutor inner, Assembly assembly, IMessageSink diagnostics, Func<IAssemblyInfo, ITestFrameworkDiscoverer> getDiscoverer) : ITestFrameworkExecutor
{
    public ITestCase Deserialize(string value) => inner.Deserialize(value);

    public void RunAll(IMessageSink executionMessageSink, ITestFrameworkDiscoveryOptions discoveryOptions, ITestFrameworkExecutionOptions executionOptions)
    {
        using var discoverer = getDiscoverer(Reflector.Wrap(assembly));
        using var found = new FoundTestCases();
        discoverer.Find(includeSourceInformation: false, found, discoveryOptions);
        RunTests(found.Wait(), executionMessageSink, executionOptions);
    }

    public void RunTests(IEnumerable<ITestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
    {
        var run = new AssemblyRun(Configure);
        var scoped = testCases.Select(testCase => testCase is IXunitTestCase xunit ? new ScopedTestCase(xunit, run) : testCase).ToList();

        // The inner executor returns when its first test waits; what it goes on to do is inside the run all the same.
        using (run.Enter())
        {
            run.Prewarm(scoped.OfType<ScopedTestCase>().Select(c => c.TestMethod.TestClass.Class.ToRuntimeType()).OfType<Type>());
            inner.RunTests(scoped, new AssemblyEnd(executionMessageSink, run), executionOptions);
        }
    }

    public void Dispose() => inner.Dispose();

    private void Configure(IServiceCollection services)
    {
        // For fixtures that take it in their constructor, and for the progress of those that do not.
        services.AddSingleton(diagnostics);
        if (assembly.GetCustomAttribute<ArmadilloTestFrameworkAttribute>()?.Services is { } type)
        {
            var user = Activator.CreateInstance(type) as IAssemblyServices
                ?? throw new InvalidOperationException($"{type} is named as Services in [assembly: ArmadilloTestFramework] and does not implement {nameof(IAssemblyServices)}.");
            user.ConfigureServices(services);
        }
    }
}
