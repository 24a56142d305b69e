using System.Diagnostics;
using Armadillo.Testing.ArangoDb.Health;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Topologies;

namespace ClusterTour;

/// <summary>Start, hurt, heal, stop.</summary>
internal sealed class Tour(IArangoStarter starter, TourOptions options)
{
    /// <returns>Whether every member ended cleanly.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var spec = new ClusterSpec
        {
            // The emulator runs because this line asks for it, never by itself.
            Server = options.Server ?? ArangodServer.Emulator(),
            Agents = options.Agents,
            DbServers = options.DbServers,
            Coordinators = options.Coordinators,

            // Shorter than arangod's 5 and 10 s, so that nobody has to wait for the story.
            Timing = new AgencyTiming { SupervisionOkThreshold = TimeSpan.FromSeconds(2), SupervisionGracePeriod = TimeSpan.FromSeconds(4) },
        };
        Console.WriteLine($"Starting {spec.Agents} agents, {spec.DbServers} dbservers and {spec.Coordinators} coordinators on {spec.Server}.");
        using var view = MembersView.Create(options.Plain);
        Topology? begun = null;
        try
        {
            return await RunAsync(spec, view, Begin, cancellationToken);
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested && begun?.Workspace.KeptBecause is { } reason)
            {
                view.Dispose();
                Console.Error.WriteLine($"kept: {begun.Workspace.Directory} ({reason})");
            }
        }

        void Begin(Topology topology)
        {
            begun = topology;
            view.Watch(topology);
        }
    }

    private async Task<bool> RunAsync(ClusterSpec spec, MembersView view, Action<Topology> begin, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await using var cluster = await starter.StartAsync(spec, begin, cancellationToken);
        view.Say($"Ready after {watch.Elapsed.TotalSeconds:0.00} s. Directory: {cluster.Topology.Workspace.Directory}");
        view.Say($"""Ask any of them: curl -H "Authorization: bearer $(cat {cluster.TokenFile})" {cluster.Coordinators[0].Endpoint}_api/version""");

        await KillAndHealAsync(cluster, view, cancellationToken);
        await ChangeLeaderAsync(cluster, view, cancellationToken);
        if (options.Pause > TimeSpan.Zero)
        {
            view.Say($"Pausing for {options.Pause.TotalSeconds:0} s.");

            // A crash ends the pause too.
            await cluster.Topology.GuardAsync(token => Task.Delay(options.Pause, TimeProvider.System, token), cancellationToken);
        }

        view.Say("Stopping: coordinators and dbservers, then agents.");
        var stop = await cluster.StopAsync(cancellationToken);
        view.Dispose();
        Timeline.Print(cluster.Events);
        Console.WriteLine(stop.IsClean ? "All members ended cleanly." : $"Not clean: {string.Join("; ", stop.Instances.Where(i => !i.IsClean))}");
        Console.WriteLine(stop.KeptDirectory is { } kept ? $"Kept: {kept}" : "Nothing is left behind.");
        return stop.IsClean;
    }

    private static async Task KillAndHealAsync(ArangoCluster cluster, MembersView view, CancellationToken cancellationToken)
    {
        var victim = cluster.DbServers[0];
        view.Say($"Killing {victim.Name} and waiting until the supervision calls it FAILED.");
        await victim.KillAsync(cancellationToken);
        await cluster.WaitForHealthAsync(victim, ServerHealth.Failed, cancellationToken: cancellationToken);

        view.Say($"Restarting {victim.Name} on its port and data and waiting until it is GOOD.");
        await victim.RestartAsync(cancellationToken);
        await cluster.WaitForHealthAsync(victim, ServerHealth.Good, cancellationToken: cancellationToken);
    }

    private static async Task ChangeLeaderAsync(ArangoCluster cluster, MembersView view, CancellationToken cancellationToken)
    {
        var leader = await cluster.Agency.WaitForLeaderAsync(cancellationToken: cancellationToken);
        if (cluster.Agents.Count == 1)
        {
            view.Say($"{leader.Name} is the only agent; there is nobody to take over.");
            return;
        }

        view.Say($"Stopping the agency's leader, {leader.Name}.");
        await leader.StopAsync(cancellationToken);
        var successor = await cluster.Agency.WaitForLeaderAsync(cancellationToken: cancellationToken);
        view.Say($"The new leader is {successor.Name}.");
        await leader.RestartAsync(cancellationToken);
        await cluster.WaitUntilHealthyAsync(cancellationToken: cancellationToken);
    }
}
