using System.Reflection;
using Xunit.Abstractions;

namespace Armadillo.Testing.Xunit.Framework;

/// <summary>Another framework with the per-test order laid around its test cases. Made by xUnit.</summary>
internal sealed class ScopingFramework<TInner> : ITestFramework
    where TInner : ITestFramework
{
    private readonly IMessageSink _diagnostics;
    private readonly ITestFramework _inner;

    public ScopingFramework(IMessageSink diagnostics)
    {
        _diagnostics = diagnostics;
        _inner = typeof(TInner).GetConstructor([typeof(IMessageSink)]) is null
            ? Activator.CreateInstance<TInner>()
            : (ITestFramework)Activator.CreateInstance(typeof(TInner), diagnostics)!;
    }

    public ISourceInformationProvider SourceInformationProvider
    {
        set => _inner.SourceInformationProvider = value;
    }

    public ITestFrameworkDiscoverer GetDiscoverer(IAssemblyInfo assembly) => _inner.GetDiscoverer(assembly);

    public ITestFrameworkExecutor GetExecutor(AssemblyName assemblyName) =>
        new ScopingExecutor(_inner.GetExecutor(assemblyName), Assembly.Load(assemblyName), _diagnostics, _inner.GetDiscoverer);

    public void Dispose() => _inner.Dispose();
}
