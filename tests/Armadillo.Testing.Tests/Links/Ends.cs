using System.Net;
using System.Net.Sockets;
using System.Text;
using Armadillo.Testing.Links;
using Armadillo.Testing.Native;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Tests.Processes;

namespace Armadillo.Testing.Tests.Links;

/// <summary>A link with both ends in the test: the test host itself is the member <c>a</c>, and listens as <c>b</c>.</summary>
internal sealed class Ends : IAsyncDisposable
{
    private readonly TimeProvider _time;

    public Ends(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Listener.Start();
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        PeerPort = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        var self = new ProcessIdentity(Environment.ProcessId, ProcessTable.GetStartTicks(Environment.ProcessId)!.Value);
        Links = new TopologyLinks(
            [
                new LinkMember("a", [], () => self, () => false),
                new LinkMember("b", [new LinkTarget("b", PeerPort, (IPEndPoint)Listener.LocalEndpoint)], () => null, () => false),
            ],
            _time);
        Links.Listen();
    }

    public TopologyLinks Links { get; }

    public TcpListener Listener { get; } = new(IPAddress.Loopback, 0);

    public int PeerPort { get; }

    public LinkFault Block() => Apply(null);

    public LinkFault Delay(int milliseconds) => Apply(TimeSpan.FromMilliseconds(milliseconds));

    public async Task<Socket> DialAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, PeerPort, Workbench.Patience);
        return socket;
    }

    /// <summary>A connection, seen from both ends.</summary>
    public async Task<(Socket Caller, Socket Callee)> ConnectAsync()
    {
        var caller = await DialAsync();
        return (caller, await Listener.AcceptSocketAsync(Workbench.Patience));
    }

    public static async Task SendAsync(Socket end, string text) => await end.SendAsync(Encoding.ASCII.GetBytes(text), Workbench.Patience);

    /// <summary>As many characters as the text has.</summary>
    public static async Task ExpectAsync(Socket end, string text)
    {
        var buffer = new byte[text.Length];
        for (var read = 0; read < buffer.Length;)
        {
            var count = await end.ReceiveAsync(buffer.AsMemory(read), Workbench.Patience);
            Assert.True(count > 0, $"only {read} of {text}");
            read += count;
        }

        Assert.Equal(text, Encoding.ASCII.GetString(buffer));
    }

    public static async Task ExpectEndAsync(Socket end) => Assert.Equal(0, await end.ReceiveAsync(new byte[1], Workbench.Patience));

    public static async Task ExpectResetAsync(Socket end) => Assert.Equal(
        SocketError.ConnectionReset, (await Assert.ThrowsAsync<SocketException>(async () => await end.ReceiveAsync(new byte[1], Workbench.Patience))).SocketErrorCode);

    /// <summary>What the kernel knows of sockets at one of the two ports, beside those that listen and those that nobody holds any more.</summary>
    public IReadOnlyList<string> HeldSockets()
    {
        string[] ports = [$":{PeerPort:X4} ", $":{((IPEndPoint)Listener.LocalEndpoint).Port:X4} "];
        return [.. File.ReadAllLines("/proc/net/tcp").Where(line => ports.Any(p => line.Contains(p, StringComparison.Ordinal)))
            .Where(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var fields && fields[3] != "0A" && fields[9] != "0")];
    }

    public async ValueTask DisposeAsync()
    {
        await Links.DisposeAsync();
        Listener.Dispose();
    }

    private LinkFault Apply(TimeSpan? delay)
    {
        var fault = new LinkFault("fault", [("a", "b")], delay, _time);
        Links.Apply(fault);
        return fault;
    }
}
