using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.TopologyHost;

/// <summary>Topologies of four listening members, one after the other. The exit code is the number of those that failed.</summary>
internal static class TopologyCycles
{
    internal static async Task<int> RunAsync(string root, string misbehaver, int count)
    {
        var failures = 0;
        var provider = Host.CreateProvider(root);
        await using (provider)
        {
            var starter = provider.GetRequiredService<ITopologyStarter>();
            for (var cycle = 0; cycle < count; cycle++)
            {
                failures += await RunOneAsync(starter, misbehaver) ? 0 : 1;
            }
        }

        return failures;
    }

    private static async Task<bool> RunOneAsync(ITopologyStarter starter, string misbehaver)
    {
        try
        {
            await using var topology = await starter.StartAsync(new TopologySpec
            {
                Name = "neighbour",
                Instances = [.. Enumerable.Range(1, 4).Select(number => Host.Listener($"member-{number}", misbehaver))],
            });
            Console.WriteLine($"up {string.Join(' ', topology.Instances.Select(instance => instance.Endpoint!.Port))}");
            var stop = await topology.StopAsync();
            Console.WriteLine(stop.IsClean ? "down" : $"not clean: {string.Join("; ", stop.Instances)}");
            return stop.IsClean;
        }
        catch (Exception e)
        {
            Console.WriteLine($"failed: {e}");
            return false;
        }
    }
}
