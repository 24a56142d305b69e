using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.RealServers.Tests;

/// <summary>A container of its own for one test, with a root directory that is gone afterwards.</summary>
public abstract class ServerTest : IAsyncLifetime
{
    private ServiceProvider? _provider;

    protected string Root { get; } = Directory.CreateTempSubdirectory("servers-").FullName;

    protected ITopologyStarter Starter => _provider!.GetRequiredService<ITopologyStarter>();

    public Task InitializeAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            // A server that runs as another user must get through to its own directory.
            File.SetUnixFileMode(Root, (UnixFileMode)0b111_101_101);
        }

        _provider = new ServiceCollection().AddArmadillo(options => options.RootDirectory = Root).BuildServiceProvider();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _provider!.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }

    protected static string Describe(TopologyStop stop) => string.Join("; ", stop.Instances);
}
