using System.Reflection;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>Another framework with the per-test order laid around its test cases. Made by xUnit.</summary>
internal sealed class ScopingFramework<TInner> : ITestFramework, IAsyncDisposable
    where TInner : ITestFramework, new()
{
    private readonly TInner _inner = new();

    public string TestFrameworkDisplayName => _inner.TestFrameworkDisplayName;

    public void SetTestPipelineStartup(ITestPipelineStartup pipelineStartup) => _inner.SetTestPipelineStartup(pipelineStartup);

    public ITestFrameworkDiscoverer GetDiscoverer(Assembly assembly) => _inner.GetDiscoverer(assembly);

    public ITestFrameworkExecutor GetExecutor(Assembly assembly) => new ScopingExecutor(_inner.GetExecutor(assembly), assembly);

    public async ValueTask DisposeAsync()
    {
        switch (_inner)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }
}
