using System.Text;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Http.Garbage;

/// <summary>What comes over the wire and is no proper request is refused, and the server goes on. The same for each kind of role.</summary>
public abstract class GarbageTests
{
    private const string Version = "GET /_api/version HTTP/1.1\r\nHost: x\r\n\r\n";

    private const string LastVersion = "GET /_api/version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    protected abstract int Port { get; }

    /// <summary>A path that takes a JSON body by POST or PUT.</summary>
    protected abstract (string Method, string Path) Json { get; }

    internal abstract EmulatorProcess Process { get; }

    public static TheoryData<string, int[]> Heads => new()
    {
        { "GET /_api/version HTTP/1.1\r\nHost: x\r\nX-Long: " + new string('a', (1 << 20) + 1) + "\r\n\r\n", [431] },
        { "GET /_api/version HTTP/1.1\r\nHost: x\r\n" + string.Concat(Enumerable.Range(0, 40000).Select(static i => $"X-Many-{i}: {i} and more\r\n")) + "\r\n", [431] },
        { "GET /" + new string('a', 16384) + " HTTP/1.1\r\nHost: x\r\n\r\n", [414] },
        { "GET /_api/version?" + new string('a', 100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", [414] },
        { "GET /_api/version?" + new string('a', 16000) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", [200] },
        { "POST /_api/version HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741825\r\n\r\n", [413] },
        { "POST /_api/version HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", [400] },
        { "POST /_api/version HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", [400] },
        { "POST /_api/version HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", [400] },
        { "BREW /_api/version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", [405] },
        { "TRACE /_api/version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", [405] },
        { "GET /_api/version HTTP/3.0\r\nHost: x\r\n\r\n", [505] },
        { "GET /_api/version HTTP/9\r\nHost: x\r\n\r\n", [400] },
        { "GET /_api/version NONSENSE\r\n\r\n", [505] },
        { "GET /_api/version\r\n\r\n", [400] },
        { "GET  HTTP/1.1\r\n\r\n", [400] },
        { "GET /_api/version HTTP/1.1\r\n\r\n", [400] },
        { "GET /_api/version HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", [400] },
        { "GET /_api/version HTTP/1.1\r\nHost: x\r\nName : value\r\n\r\n", [400] },
        { "GET /_api/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", [400] },
        { "GET /_api/\0 HTTP/1.1\r\nHost: x\r\n\r\n", [400] },
        { "\0\x01\x02\x03\xff\xfe\r\n\r\n", [400] },
        { "VST/1.1\r\n\r\n", [400] },
        { "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n", [400] },
        { "POST /_api/version HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n", [501] },
        { "POST /_api/version HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\nnonsense", [501] },
        { "POST /_api/version HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\nConnection: close\r\n\r\nxx", [400] },
        { Version + Version + "GET /_admin/unheard HTTP/1.1\r\nHost: x\r\n\r\n" + LastVersion, [200, 200, 404, 200] },
        { Version + "garbage\r\n\r\n" + Version, [200, 400] },
        { "GET /_api/version HTTP/1.1\r\nHost: x\r\nAuthorization: bearer \x7f.\x80.\xff\r\nConnection: close\r\n\r\n", [400] },
        { "GET /_db/%ff%fe/_api/version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", [404] },
    };

    [Theory]
    [MemberData(nameof(Heads), DisableDiscoveryEnumeration = true)]
    public async Task A_bad_head_gets_its_status_and_hurts_nobody(string bytes, int[] statuses)
    {
        Assert.Equal(statuses, await RawConnection.ExchangeAsync(Port, bytes));
        await AssertWellAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("GET /_api/version HTT")]
    [InlineData("GET /_api/version HTTP/1.1\r\nHost: x\r\nAccept")]
    [InlineData("POST /_api/version HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly a part")]
    [InlineData("PRI * HTTP")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0garbage that is no frame, and long enough to be read as several")]
    public async Task A_request_that_stops_in_the_middle_ends_with_its_connection(string begin)
    {
        using (var reset = await RawConnection.OpenAsync(Port))
        {
            await reset.TrySendAsync(begin);
            reset.Reset();
        }

        Assert.DoesNotContain(500, await RawConnection.ExchangeAsync(Port, begin, endSending: true));
        await AssertWellAsync();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""["\ud800"]""")]
    [InlineData("""{"\udc00\ud800":{}}""")]
    [InlineData("[1e]")]
    [InlineData("[] and more")]
    [InlineData("\xff\xfe{}")]
    [InlineData("[\"\x80\"]")]
    public async Task A_body_that_is_no_json_is_a_bad_request(string body)
    {
        Assert.Equal("400", string.Join(" ", await PostAsync(Encoding.Latin1.GetBytes(body))));
        await AssertWellAsync();
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public async Task Ten_thousand_levels_of_json_are_a_bad_request(string open, string close)
    {
        var body = string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
        Assert.Equal("400", string.Join(" ", await PostAsync(Encoding.ASCII.GetBytes(body))));
        await AssertWellAsync();
    }

    [Fact]
    public async Task Clients_that_send_a_byte_now_and_then_do_not_stop_the_others()
    {
        var slow = new List<RawConnection>();
        try
        {
            for (var i = 0; i < 300; i++)
            {
                slow.Add(await RawConnection.OpenAsync(Port));
                await slow[^1].TrySendAsync((i % 3) switch
                {
                    0 => "GET /_api/version HTTP/1.1\r\nHost:",
                    1 => "P",
                    _ => $"{Json.Method} {Json.Path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n[",
                });
            }

            foreach (var connection in slow)
            {
                await connection.TrySendAsync(" ");
                if (connection == slow[^1])
                {
                    await AssertWellAsync();
                }
            }
        }
        finally
        {
            slow.ForEach(static c => c.Dispose());
        }

        await AssertWellAsync();
    }

    [Fact]
    public async Task Random_bytes_and_thousands_of_dropped_connections_leave_nothing_behind()
    {
        // The first rounds pay for pools, buffers and compiled code; only what grows after them is a leak.
        await StormAsync(1);
        var before = await SettledAsync();
        await StormAsync(2);
        await StormAsync(3);
        var after = await SettledAsync();
        Assert.True(after.Descriptors <= before.Descriptors + 8, $"{before} became {after}");
        Assert.True(after.ResidentKilobytes <= before.ResidentKilobytes + (24 << 10), $"{before} became {after}");
        await AssertWellAsync();
    }

    private async Task StormAsync(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => DropAsync()));
        }

        for (var i = 0; i < 100; i++)
        {
            var bytes = new byte[random.Next(1, 3000)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
            {
                Encoding.ASCII.GetBytes("GET /").CopyTo(bytes.AsSpan(0, Math.Min(5, bytes.Length)));
            }

            Assert.DoesNotContain(500, await RawConnection.ExchangeAsync(Port, bytes, endSending: true));
        }
    }

    private async Task DropAsync()
    {
        using var connection = await RawConnection.OpenAsync(Port);
        await connection.TrySendAsync("GET /_api/ver");
        connection.Reset();
    }

    /// <summary>The figures once they stand still: what has been dropped is taken away a little later.</summary>
    private async Task<ProcessResources> SettledAsync()
    {
        var last = ProcessResources.Of(Process.Id);
        for (var still = 0; still < 5;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            var now = ProcessResources.Of(Process.Id);
            still = now.Descriptors == last.Descriptors ? still + 1 : 0;
            last = now;
        }

        return last;
    }

    private Task<int[]> PostAsync(byte[] body)
    {
        var head = $"{Json.Method} {Json.Path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n";
        return RawConnection.ExchangeAsync(Port, [.. Encoding.ASCII.GetBytes(head), .. body]);
    }

    private async Task AssertWellAsync()
    {
        Assert.Equal(200, (await Requests.GetAsync(Port, "/_api/version")).Status);
        Assert.False(Process.HasExited);
        // Whatever goes wrong inside is logged so.
        Assert.DoesNotContain(Process.Output, static l => l.Contains("{requests}", StringComparison.Ordinal));
    }
}
