using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Armadillo.Testing.Network;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.Tests.Network;

public sealed class PortLeasesTests
{
    [Fact]
    public void No_port_is_leased_twice_in_one_process()
    {
        var (one, other) = (new PortLeases(PortRange.Default), new PortLeases(PortRange.Default));
        var leases = Enumerable.Range(0, 200).AsParallel().WithDegreeOfParallelism(4).Select(i => (i % 2 == 0 ? one : other).LeaseAny()).ToList();
        try
        {
            Assert.Equal(200, leases.Select(l => l.Port).Distinct().Count());
            Assert.All(leases, l => Assert.InRange(l.Port, PortRange.Default.First, PortRange.Default.Last));
        }
        finally
        {
            leases.ForEach(l => l.Dispose());
        }
    }

    [Fact]
    public void A_lease_outlives_its_listener_and_ends_when_it_is_given_back()
    {
        var lease = new PortLeases(PortRange.Default).LeaseAny();
        using (var listener = new TcpListener(IPAddress.Loopback, lease.Port))
        {
            listener.Start();
        }

        var refusal = Assert.Throws<PortException>(() => PortLeases.LeaseExactly(lease.Port));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Port {lease.Port} is leased to another topology"), refusal.Message, StringComparison.Ordinal);

        lease.Dispose();
        PortLeases.LeaseExactly(lease.Port).Dispose();
    }

    [Fact]
    public void A_port_on_which_somebody_listens_is_refused_and_not_held()
    {
        var free = new PortLeases(PortRange.Default).LeaseAny();
        var port = free.Port;
        free.Dispose();
        using (var listener = new TcpListener(IPAddress.Loopback, port))
        {
            listener.Start();
            var refusal = Assert.Throws<PortException>(() => PortLeases.LeaseExactly(port));
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Port {port} is taken by another process"), refusal.Message, StringComparison.Ordinal);
        }

        PortLeases.LeaseExactly(port).Dispose();
    }

    [Fact]
    public void A_range_without_a_free_port_is_told_with_the_way_out()
    {
        using var only = new PortLeases(PortRange.Default).LeaseAny();
        var range = new PortRange(only.Port, only.Port);

        var refusal = Assert.Throws<PortException>(() => new PortLeases(range).LeaseAny());

        Assert.Equal($"No free port in {range}: all 1 are leased or taken. Widen the option Ports or end what holds them.", refusal.Message);
    }

    [Fact]
    public async Task Two_containers_never_plan_the_same_port_and_a_stopped_member_keeps_its_own()
    {
        await using var one = new TestContainer();
        await using var other = new TestContainer();
        await using var topology = await one.Starter.StartAsync(Sleeper(null));
        var port = topology["a"].Endpoint!.Port;

        await topology["a"].StopAsync();
        var refusal = await Assert.ThrowsAsync<SpecException>(() => other.Starter.PlanAsync(Sleeper(port)));
        Assert.Contains("is leased to another topology on this machine", refusal.Message, StringComparison.Ordinal);
        await topology["a"].StartAsync();
        Assert.Equal(port, topology["a"].Endpoint!.Port);

        await topology.StopAsync();
        using var plan = await other.Starter.PlanAsync(Sleeper(port));
        Assert.Equal(port, plan.Instances[0].Member.Port);
    }

    [Fact]
    public async Task Two_busy_fixed_ports_are_told_together_and_those_already_leased_are_given_back()
    {
        await using var container = new TestContainer();
        using var first = new PortLeases(PortRange.Default).LeaseAny();
        using var second = new PortLeases(PortRange.Default).LeaseAny();
        var free = new PortLeases(PortRange.Default).LeaseAny();
        free.Dispose();
        var spec = Sleeper(free.Port);
        spec = spec with { Instances = [.. spec.Instances, .. Sleeper(first.Port, "b").Instances, .. Sleeper(second.Port, "c").Instances] };

        var refusal = await Assert.ThrowsAsync<SpecException>(() => container.Starter.PlanAsync(spec));

        Assert.Equal(2, refusal.Problems.Count);
        Assert.StartsWith("Port 'main' of instance 'b'", refusal.Problems[0], StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(container.Root));
        PortLeases.LeaseExactly(free.Port).Dispose();
    }

    private static TopologySpec Sleeper(int? port, string name = "a") => new()
    {
        Name = "sleeper",
        Instances =
        [
            new InstanceSpec
            {
                Name = name,
                Role = "sleeper",
                Program = "sleep",
                Arguments = _ => ["1000"],
                Ports = [new PortSpec("main", port)],
                Stop = new StopSpec { SignalDeathIsClean = true },
            },
        ],
    };
}
