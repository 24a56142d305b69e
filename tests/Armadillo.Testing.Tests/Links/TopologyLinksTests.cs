using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Armadillo.Testing.Network;
using Armadillo.Testing.Tests.Processes;
using Armadillo.Testing.Tests.Time;
using static Armadillo.Testing.Tests.Links.Ends;

namespace Armadillo.Testing.Tests.Links;

public sealed class TopologyLinksTests
{
    [Fact]
    public async Task Bytes_go_both_ways_and_each_direction_ends_for_itself()
    {
        await using var ends = new Ends();
        var (caller, callee) = await ends.ConnectAsync();
        using var _ = caller;
        using var __ = callee;

        await SendAsync(caller, "question");
        caller.Shutdown(SocketShutdown.Send);
        await ExpectAsync(callee, "question");
        await ExpectEndAsync(callee);

        // The caller has ended, the callee has not.
        await SendAsync(callee, "answer");
        callee.Close();
        await ExpectAsync(caller, "answer");
        await ExpectEndAsync(caller);
    }

    [Fact]
    public async Task A_blocked_link_holds_bytes_of_both_directions_and_the_end_and_loses_nothing()
    {
        await using var ends = new Ends();
        var (caller, callee) = await ends.ConnectAsync();
        using var _ = caller;
        using var __ = callee;
        await SendAsync(caller, "before");
        await ExpectAsync(callee, "before");

        var fault = ends.Block();
        await SendAsync(caller, "during");
        caller.Shutdown(SocketShutdown.Send);
        await SendAsync(callee, "back");
        var arrived = callee.ReceiveAsync(new byte[1], Workbench.Patience).AsTask();

        // An open link beside it carries far more meanwhile.
        await ProveTimeForBytesAsync();
        Assert.False(arrived.IsCompleted);
        Assert.Equal(0, caller.Available);
        Assert.True(ends.Links.Heal(fault));

        Assert.Equal(1, await arrived);
        await ExpectAsync(callee, "uring");
        await ExpectEndAsync(callee);
        await ExpectAsync(caller, "back");
    }

    [Fact]
    public async Task Dialling_over_a_blocked_link_seems_to_work_and_reaches_the_other_when_it_is_healed()
    {
        await using var ends = new Ends();
        var fault = ends.Block();

        using var caller = await ends.DialAsync();
        await SendAsync(caller, "patience");
        caller.Close();
        await ProveTimeForBytesAsync();
        Assert.False(ends.Listener.Pending());

        ends.Links.Heal(fault);
        using var callee = await ends.Listener.AcceptSocketAsync(Workbench.Patience);
        await ExpectAsync(callee, "patience");
        await ExpectEndAsync(callee);
    }

    [Fact]
    public async Task A_member_that_does_not_listen_breaks_the_connection_as_a_dead_one_does()
    {
        await using var ends = new Ends();
        ends.Listener.Stop();

        using var caller = await ends.DialAsync();
        await ExpectResetAsync(caller);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_one_end_breaks_off_is_broken_for_the_other(bool byCaller)
    {
        await using var ends = new Ends();
        var (caller, callee) = await ends.ConnectAsync();
        using var _ = caller;
        using var __ = callee;
        await SendAsync(caller, "hello");
        await ExpectAsync(callee, "hello");

        var (breaker, other) = byCaller ? (caller, callee) : (callee, caller);
        breaker.LingerState = new LingerOption(true, 0);
        breaker.Close();

        await ExpectResetAsync(other);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sender_waits_for_a_receiver_that_does_not_read_and_every_byte_arrives_in_the_end(bool blocked)
    {
        const int Enough = 64 * 1024 * 1024;
        await using var ends = new Ends();
        var (caller, callee) = await ends.ConnectAsync();
        using var _ = caller;
        using var __ = callee;
        var fault = blocked ? ends.Block() : null;
        var written = 0L;
        var sending = Task.Run(async () =>
        {
            var pattern = Enumerable.Range(0, 8191).Select(n => (byte)n).ToArray();
            while (written < Enough)
            {
                for (var sent = 0; sent < pattern.Length;)
                {
                    sent += await caller.SendAsync(pattern.AsMemory(sent));
                }

                Interlocked.Add(ref written, pattern.Length);
            }

            caller.Shutdown(SocketShutdown.Send);
        });

        await UntilItRestsAsync(() => Interlocked.Read(ref written));
        Assert.False(sending.IsCompleted);
        Assert.InRange(Interlocked.Read(ref written), 1, Enough - 1);
        if (fault is not null)
        {
            ends.Links.Heal(fault);
        }

        var (read, buffer) = (0L, new byte[64 * 1024]);
        while (await callee.ReceiveAsync(buffer, Workbench.Patience) is var count and > 0)
        {
            for (var index = 0; index < count; index++)
            {
                if (buffer[index] != (byte)((read + index) % 8191))
                {
                    Assert.Fail($"byte {read + index} is {buffer[index]}");
                }
            }

            read += count;
        }

        await sending;
        Assert.Equal(written, read);
    }

    [Fact]
    public async Task A_delayed_chunk_arrives_at_its_time_by_the_clock_and_a_healed_delay_lets_all_go()
    {
        var time = new ManualTime();
        await using var ends = new Ends(time);
        var (caller, callee) = await ends.ConnectAsync();
        using var _ = caller;
        using var __ = callee;
        var fault = ends.Delay(5000);

        await SendAsync(caller, "first");
        await UntilAsync(() => time.Pending == 1);
        time.Advance(TimeSpan.FromMilliseconds(4999));
        Assert.Equal(0, callee.Available);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await ExpectAsync(callee, "first");

        await SendAsync(caller, "second");
        await UntilAsync(() => time.Pending == 1);
        ends.Links.Heal(fault);
        await ExpectAsync(callee, "second");
    }

    [Fact]
    public async Task Three_hundred_connections_leave_no_socket_behind_whatever_way_they_ended()
    {
        var unseen = new ConcurrentQueue<string>();
        void See(object? sender, UnobservedTaskExceptionEventArgs e) => unseen.Enqueue(e.Exception.ToString());
        TaskScheduler.UnobservedTaskException += See;
        await using var ends = new Ends();
        for (var round = 0; round < 6; round++)
        {
            var pairs = new List<(Socket Caller, Socket Callee)>();
            for (var number = 0; number < 50; number++)
            {
                pairs.Add(await ends.ConnectAsync());
            }

            await Task.WhenAll(pairs.Select(p => SendAsync(p.Caller, "x")));
            await Task.WhenAll(pairs.Select(p => ExpectAsync(p.Callee, "x")));
            foreach (var (caller, callee) in pairs)
            {
                var (first, second) = round % 2 == 0 ? (caller, callee) : (callee, caller);
                first.LingerState = new LingerOption(round % 3 == 0, 0);
                first.Close();
                second.Close();
            }
        }

        await UntilAsync(() => ends.Links.Connections == 0);
        Assert.Empty(ends.HeldSockets());
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= See;

        // Other tests run beside this one.
        Assert.DoesNotContain(unseen, text => text.Contains(typeof(Armadillo.Testing.Links.TopologyLinks).Namespace!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_end_of_the_topology_ends_every_connection_also_held_ones()
    {
        await using var ends = new Ends();
        var (caller, callee) = await ends.ConnectAsync();
        using var _ = caller;
        using var __ = callee;
        ends.Block();
        await SendAsync(caller, "never");
        using var held = await ends.DialAsync();

        await ends.Links.DisposeAsync();

        Assert.Equal(0, ends.Links.Connections);
        await ExpectResetAsync(held);
        await ExpectResetAsync(callee);
        using var late = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(async () => await late.ConnectAsync(IPAddress.Loopback, ends.PeerPort, Workbench.Patience));
    }

    [Fact]
    public async Task A_port_that_somebody_took_is_named_with_its_member()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var links = new Armadillo.Testing.Links.TopologyLinks(
            [new("b", [new("b", port, new IPEndPoint(IPAddress.Loopback, 1))], () => null, () => false)], TimeProvider.System);

        var failure = Assert.Throws<PortException>(links.Listen);

        Assert.Contains($"Port {port}, at which others reach b", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A hundred round trips over an open link: more than a byte needs that is not held.</summary>
    private static async Task ProveTimeForBytesAsync()
    {
        await using var open = new Ends();
        var (caller, callee) = await open.ConnectAsync();
        using var _ = caller;
        using var __ = callee;
        for (var round = 0; round < 100; round++)
        {
            await SendAsync(caller, "ping");
            await ExpectAsync(callee, "ping");
            await SendAsync(callee, "pong");
            await ExpectAsync(caller, "pong");
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(5, Workbench.Patience);
        }
    }

    /// <summary>Until a counter has been the same for a while.</summary>
    private static async Task UntilItRestsAsync(Func<long> counter)
    {
        for (var (last, same) = (-1L, 0); same < 20; await Task.Delay(25))
        {
            var now = counter();
            same = now == last && now > 0 ? same + 1 : 0;
            last = now;
        }
    }
}
