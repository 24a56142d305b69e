using System.Reflection;
using Armadillo.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>Runs test cases through another executor, each in its scope, all of them in one <see cref="AssemblyRun"/>.</summary>
internal sealed class ScopingExecutor(ITestFrameworkExecutor inner, Assembly assembly) : ITestFrameworkExecutor
{
    public async ValueTask RunTestCases(
        IReadOnlyCollection<ITestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions, CancellationToken? cancellationToken = null)
    {
        RefuseCasesOfOneClass();
        var run = new AssemblyRun(Configure);
        var end = new AssemblyEnd(executionMessageSink);
        var scoped = testCases.Select(testCase => testCase is IXunitTestCase xunit ? new ScopedTestCase(xunit, run) : testCase).ToList();
        using (run.Enter())
        {
            try
            {
                var selected = executionOptions.ExplicitOptionOrDefault();
                run.Prewarm(scoped.OfType<IXunitTestCase>().Where(c => selected.Selects(c)).Select(c => c.TestClass.Class).Distinct());
                await inner.RunTestCases(scoped, end, executionOptions, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await end.ReleaseAsync(run).ConfigureAwait(false);
            }
        }
    }

    private void Configure(IServiceCollection services)
    {
        // For fixtures of the assembly, which take them in their constructor as those that xUnit makes do.
        services.AddSingleton<IMessageSink>(new DiagnosticSink(TestContext.Current));
        services.AddSingleton<ITestContextAccessor>(TestContextAccessor.Instance);
        if (assembly.GetCustomAttribute<ArmadilloTestFrameworkAttribute>()?.Services is { } type)
        {
            var user = Activator.CreateInstance(type) as IAssemblyServices
                ?? throw new InvalidOperationException($"{type} is named as Services in [assembly: ArmadilloTestFramework] and does not implement {nameof(IAssemblyServices)}.");
            user.ConfigureServices(services);
        }
    }

    /// <summary>xUnit's base class of executors casts to the executor's own class of test cases.</summary>
    private void RefuseCasesOfOneClass()
    {
        for (var type = inner.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(TestFrameworkExecutor<>) && !type.GenericTypeArguments[0].IsAssignableFrom(typeof(ScopedTestCase)))
            {
                throw new NotSupportedException(
                    $"{inner.GetType().Name} runs only test cases of the type {type.GenericTypeArguments[0].Name}; [assembly: ArmadilloTestFramework] needs an executor that takes any {nameof(IXunitTestCase)}.");
            }
        }
    }
}
