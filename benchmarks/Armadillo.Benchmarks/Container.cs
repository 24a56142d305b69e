using Armadillo.Testing.ArangoDb.DependencyInjection;
using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Benchmarks;

/// <summary>A container with a root directory of its own.</summary>
internal sealed class Container : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public Container()
    {
        Root = Directory.CreateTempSubdirectory("benchmark-").FullName;
        _provider = new ServiceCollection().AddArmadillo(options => options.RootDirectory = Root).AddArangoDb().BuildServiceProvider();
    }

    public static string Misbehaver => Path.Combine(AppContext.BaseDirectory, "misbehaver");

    public string Root { get; }

    public ITopologyStarter Starter => _provider.GetRequiredService<ITopologyStarter>();

    /// <summary>A member that is ready when it has written a line, and ends at SIGTERM.</summary>
    public static InstanceSpec Sleeper(string name) => new()
    {
        Name = name,
        Role = "sleeper",
        Program = "/bin/sh",
        Arguments = _ => ["-c", "echo up; exec sleep 1000"],
        Readiness = Condition.LogLine("^up$"),
        Stop = new StopSpec { SignalDeathIsClean = true },
    };

    public static TopologySpec Sleepers(int count) => new() { Name = "sleepers", Instances = [.. Enumerable.Range(1, count).Select(n => Sleeper($"sleeper-{n}"))] };

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}
