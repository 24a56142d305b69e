using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.TopologyHost;

/// <summary>A topology whose host dies. Says what runs on which ports, then waits for the way to die.</summary>
internal static class DoomedTopology
{
    internal static async Task<int> RunAsync(string root, string misbehaver)
    {
        var provider = Host.CreateProvider(root);
        var topology = await provider.GetRequiredService<ITopologyStarter>().StartAsync(new TopologySpec
        {
            Name = "doomed",
            Instances =
            [
                Host.Listener("plain-1", misbehaver),
                Host.Listener("plain-2", misbehaver),
                Host.Listener("plain-3", misbehaver),
                Host.Listener("suspended-1", misbehaver),
                Host.Listener("suspended-2", misbehaver, "--child"),
                Host.Listener("stubborn", misbehaver, "--ignore", "SIGTERM"),
                Host.Listener("forking", misbehaver, "--fork-session"),
                Host.Listener("family", misbehaver, "--child"),
            ],
        });
        await topology["suspended-1"].SuspendAsync();
        await topology["suspended-2"].SuspendAsync();

        Console.WriteLine($"workspace {topology.Workspace.Directory}");
        foreach (var instance in topology.Instances)
        {
            var identity = instance.LastIdentity!.Value;
            Console.WriteLine($"member {identity.Pid} {identity.StartTicks} {instance.Endpoint!.Port}");
        }

        Console.WriteLine("ready");
        switch (Console.ReadLine())
        {
            case "failfast": Environment.FailFast("doomed"); break;
            case "exit": Environment.Exit(3); break;
            default: await Task.Delay(Timeout.Infinite); break;
        }

        return 0;
    }
}
