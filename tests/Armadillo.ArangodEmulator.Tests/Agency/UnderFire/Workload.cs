namespace Armadillo.ArangodEmulator.Tests.Agency.UnderFire;

/// <summary>
/// What the clients do. Each increment also writes its own id beside the counter, so that the tree itself tells at the end which
/// of them took place.
/// </summary>
internal sealed class Workload(BurningAgency agency, History history, int seed)
{
    public const int Counters = 3;
    public const int Lists = 2;

    private const int ClientsPerCounter = 2;

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
    [
        .. Enumerable.Range(0, Counters * ClientsPerCounter).Select(i => Task.Run(() => CountAsync(i, stop), CancellationToken.None)),
        .. Enumerable.Range(0, Lists).Select(i => Task.Run(() => AppendAsync(i, stop), CancellationToken.None)),
        Task.Run(() => ReadAsync(stop), CancellationToken.None),
    ]);

    public static string Counter(int number) => $"counter{number}";

    public static string List(int number) => $"list{number}";

    /// <summary>Compare and set: read, then write one more, provided that it is still what was read.</summary>
    private async Task CountAsync(int number, CancellationToken stop)
    {
        var target = Counter(number % Counters);
        using var client = new FireClient(agency, history, new Random(seed + number));
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            if (await ReadCounterAsync(client, target) is { } value)
            {
                var attempt = new Attempt($"c{number}-{i}", target, value + 1);
                var old = value == 0 ? """{"oldEmpty":true}""" : $$"""{"old":{{value}}}""";
                await client.WriteAsync(
                    attempt, $$"""{"/fire/{{target}}":{{value + 1}},"/fire/done/{{target}}/{{attempt.Id}}":{{value + 1}}}""",
                    $$"""{"/fire/{{target}}":{{old}}}""", stop);
                if (attempt.Outcome == Outcome.Applied && i % 16 == 0)
                {
                    await CheckInquiryAsync(client, attempt);
                }
            }

            await client.PauseAsync(stop);
        }
    }

    private async Task AppendAsync(int number, CancellationToken stop)
    {
        using var client = new FireClient(agency, history, new Random(seed - number - 1));
        for (var i = 1; !stop.IsCancellationRequested; i++)
        {
            var attempt = new Attempt($"l{number}-{i}", List(number), i);
            await client.WriteAsync(attempt, $$$"""{"/fire/{{{attempt.Target}}}":{"op":"push","new":{{{i}}}}}""", "{}", stop);
            await client.PauseAsync(stop);
        }
    }

    /// <summary>Reads all the time; what was acknowledged before a read began has to be seen by it.</summary>
    private async Task ReadAsync(CancellationToken stop)
    {
        using var client = new FireClient(agency, history, new Random(seed + 1000));
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await ReadCounterAsync(client, Counter(i % Counters));
            await client.PauseAsync(stop);
        }
    }

    private async Task<long?> ReadCounterAsync(FireClient client, string target)
    {
        var atLeast = history.HighestOf(target);
        if (await client.PostAsync("read", $"""[["/fire/{target}"]]""") is not (200, { } body))
        {
            return null;
        }

        var value = body[0]!["fire"]?[target]?.GetValue<long>() ?? 0;
        if (value < atLeast)
        {
            history.Contradiction($"stale read: {target} was {value} after {atLeast} had been acknowledged");
        }

        return value;
    }

    private async Task CheckInquiryAsync(FireClient client, Attempt attempt)
    {
        if (await client.PostAsync("inquire", $"""["{attempt.Id}"]""") is { Status: 200 or 404 } answer
            && answer.Body!["results"]![0]!.GetValue<long>() is var index && index != attempt.Index)
        {
            history.Contradiction($"{attempt.Id} was acknowledged with index {attempt.Index}, inquired {index} with {answer.Status}");
        }
    }
}
