using System.Collections.Concurrent;
using System.Globalization;
using Xunit.Abstractions;

namespace Armadillo.ArangodEmulator.Tests.Agency.Raft;

public sealed class AcknowledgedWritesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_stale_is_read_while_members_die_and_are_cut_off()
    {
        var seed = Environment.GetEnvironmentVariable("RAFT_SEED") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        output.WriteLine($"RAFT_SEED={seed}");
        await using var network = await AgencyNetwork.StartedAsync(
            3, s => s with { CompactionStepSize = 50, CompactionKeepSize = 20, MaxAppendSize = 7 });
        using var stop = new CancellationTokenSource();
        var acknowledged = new ConcurrentBag<string>();
        var counter = 0L;
        var stale = new ConcurrentBag<string>();
        var clients = Enumerable.Range(0, 3).Select(c => Task.Run(() => WriteKeysAsync(network, c, acknowledged, stop.Token)))
            .Append(Task.Run(() => CountAsync(network, v => Interlocked.Exchange(ref counter, v), stop.Token)))
            .Append(Task.Run(() => ReadAsync(network, () => Interlocked.Read(ref counter), stale, stop.Token)))
            .ToList();
        await DisturbAsync(network, new Random(seed), TimeSpan.FromSeconds(6));
        await stop.CancelAsync();
        await Task.WhenAll(clients);

        var leader = await network.LeaderAsync();
        var tree = (await network.PostAsync(leader, "read", """[["keys","counter"]]""")).Body![0]!;
        output.WriteLine($"{acknowledged.Count} writes acknowledged, counter {counter}");
        Assert.Empty(stale);
        Assert.NotEmpty(acknowledged);
        Assert.DoesNotContain(acknowledged, key => tree["keys"]?[key] is null);
        Assert.True((tree["counter"]?.GetValue<long>() ?? 0) >= counter);
        AssertOneLeaderPerTerm(network);
    }

    private static void AssertOneLeaderPerTerm(AgencyNetwork network)
    {
        var crowned = network.Log.Lines.Where(l => l.Id == "fe299").Select(l => l.Message)
            .Where(m => m.Contains($"leader is now '{m.Split(':')[0]}'", StringComparison.Ordinal));
        foreach (var term in crowned.GroupBy(m => m.Split("in term ")[1]))
        {
            Assert.Single(term.Distinct());
        }
    }

    private static async Task DisturbAsync(AgencyNetwork network, Random random, TimeSpan duration)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < duration)
        {
            var victim = network.Endpoints[random.Next(3)];
            if (random.Next(2) == 0)
            {
                await network.KillAsync(victim);
                await PauseAsync(random);
                network.Start(victim);
            }
            else
            {
                network.Isolate(victim);
                await PauseAsync(random);
                network.Heal(victim);
            }

            await PauseAsync(random);
        }
    }

    private static Task PauseAsync(Random random) => Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 900)), TimeProvider.System);

    private static async Task WriteKeysAsync(AgencyNetwork network, int client, ConcurrentBag<string> acknowledged, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var key = $"c{client}-{i}";
            if (await TryAsync(network, i, "write", $$"""[[{"keys/{{key}}":1}]]""") is not null)
            {
                acknowledged.Add(key);
            }
        }
    }

    private static async Task CountAsync(AgencyNetwork network, Action<long> acknowledged, CancellationToken stop)
    {
        for (var i = 1; !stop.IsCancellationRequested; i++)
        {
            if (await TryAsync(network, i, "write", $$"""[[{"counter":{{i}}}]]""") is not null)
            {
                acknowledged(i);
            }
        }
    }

    private static async Task ReadAsync(AgencyNetwork network, Func<long> atLeast, ConcurrentBag<string> stale, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var before = atLeast();
            if (await TryAsync(network, i, "read", """[["counter"]]""") is { } reply
                && (reply.Body![0]!["counter"]?.GetValue<long>() ?? 0) is var value && value < before)
            {
                stale.Add($"read {value} after {before} was acknowledged");
            }
        }
    }

    private static async Task<AgencyNetwork.Reply?> TryAsync(AgencyNetwork network, int turn, string route, string body)
    {
        try
        {
            var endpoint = network.Endpoints.FirstOrDefault(e => network.Running.TryGetValue(e, out var a) && a.Leading) ?? network.Endpoints[turn % 3];
            var reply = await network.PostAsync(endpoint, route, body);
            if (reply.Status == 200)
            {
                return reply;
            }
        }
        catch (HttpRequestException)
        {
            // The member is down just now.
        }

        await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        return null;
    }
}
