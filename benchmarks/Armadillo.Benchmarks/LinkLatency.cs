using System.Diagnostics;
using System.Net.Sockets;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;

namespace Armadillo.Benchmarks;

/// <summary>
/// What the hop through the test host costs: small requests over a connection that stays, and whole connections, to the member's
/// peer port and to its own, in turns.
/// </summary>
internal static class LinkLatency
{
    private const int Requests = 5000;
    private const int Connections = 200;
    private static readonly byte[] Request = new byte[100];

    public static async Task RunAsync()
    {
        await using var container = new Container();
        await using var topology = await container.Starter.StartAsync(new TopologySpec { Name = "links", Instances = [Echo()], LinkFaults = true });
        var (direct, linked) = (topology["echo"].Endpoint!, topology["echo"].PeerEndpoint!);
        await MeasureRequestsAsync(linked, direct);
        await MeasureConnectionsAsync(linked, direct);
    }

    private static async Task MeasureRequestsAsync(Uri linked, Uri direct)
    {
        using var through = await DialAsync(linked);
        using var beside = await DialAsync(direct);
        var (byLink, byItself) = (new Series("100 bytes and back through a link"), new Series("100 bytes and back directly"));
        for (var round = -500; round < Requests; round++)
        {
            var (one, other) = (await TimeAsync(through), await TimeAsync(beside));
            if (round >= 0)
            {
                byLink.Add(one);
                byItself.Add(other);
            }
        }

        Series.Print(byLink, byItself);
    }

    /// <summary>The caller is a stranger, so this holds the dearest look-up: the whole process table is read.</summary>
    private static async Task MeasureConnectionsAsync(Uri linked, Uri direct)
    {
        var (byLink, byItself) = (new Series("a connection with one request, link"), new Series("a connection with one request"));
        for (var round = -20; round < Connections; round++)
        {
            var (one, other) = (await TimeConnectionAsync(linked), await TimeConnectionAsync(direct));
            if (round >= 0)
            {
                byLink.Add(one);
                byItself.Add(other);
            }
        }

        Series.Print(byLink, byItself);
    }

    private static async Task<TimeSpan> TimeConnectionAsync(Uri endpoint)
    {
        var begin = Stopwatch.GetTimestamp();
        using var client = await DialAsync(endpoint);
        await TimeAsync(client);
        return Stopwatch.GetElapsedTime(begin);
    }

    private static async Task<TimeSpan> TimeAsync(TcpClient client)
    {
        var begin = Stopwatch.GetTimestamp();
        var stream = client.GetStream();
        await stream.WriteAsync(Request);
        await stream.ReadExactlyAsync(new byte[Request.Length]);
        return Stopwatch.GetElapsedTime(begin);
    }

    private static async Task<TcpClient> DialAsync(Uri endpoint)
    {
        var client = new TcpClient(AddressFamily.InterNetwork) { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", endpoint.Port);
        return client;
    }

    private static InstanceSpec Echo() => new()
    {
        Name = "echo",
        Role = "echo",
        Program = Container.Misbehaver,
        Arguments = context => ["--echo", $"{context.Self.Port}"],
        Readiness = Condition.LogLine("listening"),
        Stop = new StopSpec { SignalDeathIsClean = true },
    };
}
