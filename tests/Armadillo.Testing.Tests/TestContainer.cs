using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Tests;

/// <summary>A container of its own for one test, with a root directory that is gone afterwards.</summary>
internal sealed class TestContainer : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public TestContainer(Action<ArmadilloOptions>? configure = null)
    {
        Root = Directory.CreateTempSubdirectory("armadillo-tests-").FullName;
        _provider = new ServiceCollection()
            .AddArmadillo(options =>
            {
                options.RootDirectory = Root;
                configure?.Invoke(options);
            })
            .BuildServiceProvider();
    }

    public string Root { get; }

    public ITopologyStarter Starter => _provider.GetRequiredService<ITopologyStarter>();

    public IServiceProvider Services => _provider;

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}
