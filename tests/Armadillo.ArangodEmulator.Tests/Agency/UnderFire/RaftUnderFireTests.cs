using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Armadillo.ArangodEmulator.Tests.Agency.UnderFire;

/// <summary>The long form is scripts/raft-under-fire.sh.</summary>
public sealed class RaftUnderFireTests(ITestOutputHelper output)
{
    private readonly List<string> _report = [];

    [Fact]
    public Task Nothing_acknowledged_is_lost_under_a_known_fire() => RunAsync(3, 31337, 6);

    [Fact]
    public Task Nothing_acknowledged_is_lost_under_a_new_fire() =>
        RunAsync((int)(Setting("MEMBERS") ?? 3), (int)(Setting("SEED") ?? Random.Shared.Next()), Setting("SECONDS") ?? 6);

    [Fact]
    public void The_same_seed_makes_the_same_faults()
    {
        var faults = FaultSchedule.Make(7, 5, TimeSpan.FromMinutes(1));
        Assert.Equal(faults, FaultSchedule.Make(7, 5, TimeSpan.FromMinutes(1)));
        Assert.NotEqual(faults, FaultSchedule.Make(8, 5, TimeSpan.FromMinutes(1)));
        Assert.Equal(Enum.GetValues<FaultKind>().Order(), faults.Select(f => f.Kind).Distinct().Order());
    }

    private static string? LogFile => Environment.GetEnvironmentVariable("ARMADILLO_FIRE_LOG");

    private static double? Setting(string name) =>
        Environment.GetEnvironmentVariable("ARMADILLO_FIRE_" + name) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    private async Task RunAsync(int members, int seed, double seconds)
    {
        Say($"{members} members, {seconds} s, seed {seed}");
        try
        {
            await BurnAsync(members, seed, TimeSpan.FromSeconds(seconds));
        }
        finally
        {
            if (LogFile is not null)
            {
                await File.WriteAllLinesAsync(LogFile, _report);
            }
        }
    }

    private async Task BurnAsync(int members, int seed, TimeSpan duration)
    {
        // Every other seed keeps so little of the log that members which were away need the whole store.
        var keep = seed % 2 == 0 ? "50000" : "40";
        await using var agency = new BurningAgency(
            members, "--agency.election-timeout-min", "0.3", "--agency.election-timeout-max", "1.2",
            "--agency.compaction-step-size", "100", "--agency.compaction-keep-size", keep, "--log.level", "agency=debug");
        try
        {
            await BurnAsync(agency, seed, duration);
        }
        finally
        {
            foreach (var member in agency.Members.Where(_ => LogFile is not null))
            {
                await File.WriteAllLinesAsync($"{LogFile}.member{member.Number}", member.Log);
            }
        }
    }

    private async Task BurnAsync(BurningAgency agency, int seed, TimeSpan duration)
    {
        await Calm.ReturnAsync(agency);
        var history = new History();
        using var stop = new CancellationTokenSource();
        var work = new Workload(agency, history, seed).RunAsync(stop.Token);
        await DisturbAsync(agency, FaultSchedule.Make(seed, agency.Members.Count, duration));
        var before = AppliedOf(history);
        await Eventually.True(() => AppliedOf(history) > before + 20);
        await stop.CancelAsync();
        await work;

        var states = await Calm.ReturnAsync(agency);
        var broken = Verdict.Of(history, states, [.. agency.Members.Select(m => m.Log)]);
        await CheckDiskAsync(agency, states[0], broken);
        foreach (var group in history.Attempts.GroupBy(a => a.Outcome).OrderBy(g => g.Key))
        {
            Say($"{group.Key}: {group.Count()}");
        }

        Say($"term {states[0]["term"]}, index {states[0]["index"]}, log kept from {states[0]["log"]?[0]?["_key"]}");
        broken.Take(30).ToList().ForEach(Say);
        Assert.Empty(broken);
    }

    /// <summary>Begins and ends faults at their times; in the end none is left.</summary>
    private async Task DisturbAsync(BurningAgency agency, IReadOnlyList<Fault> faults)
    {
        var began = TimeProvider.System.GetTimestamp();
        var ends = new PriorityQueue<Func<Task>, TimeSpan>();
        foreach (var fault in faults)
        {
            await EndUntilAsync(fault.At);
            Say(fault.ToString());
            ends.Enqueue(await agency.ApplyAsync(fault), fault.At + fault.Length);
        }

        await EndUntilAsync(TimeSpan.MaxValue);

        async Task EndUntilAsync(TimeSpan time)
        {
            while (ends.TryPeek(out var end, out var due) && due <= time)
            {
                await UntilAsync(due);
                ends.Dequeue();
                await end();
            }

            if (time < TimeSpan.MaxValue)
            {
                await UntilAsync(time);
            }
        }

        async Task UntilAsync(TimeSpan time)
        {
            var wait = time - TimeProvider.System.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, TimeProvider.System);
            }
        }
    }

    private static int AppliedOf(History history) => history.Attempts.Count(static a => a.Outcome == Outcome.Applied);

    /// <summary>All members die at once: what was committed has to be on their disks.</summary>
    private static async Task CheckDiskAsync(BurningAgency agency, JsonObject before, List<string> broken)
    {
        foreach (var member in agency.Members)
        {
            await member.KillAsync();
        }

        foreach (var member in agency.Members)
        {
            member.Start();
        }

        foreach (var (state, i) in (await Calm.ReturnAsync(agency)).Select((s, i) => (s, i)))
        {
            if (state["agency"]!["fire"]?.ToJsonString() != before["agency"]!["fire"]?.ToJsonString())
            {
                broken.Add($"member {i} holds another tree after all were killed and started again");
            }
        }
    }

    private void Say(string line)
    {
        _report.Add(line);
        output.WriteLine(line);
    }
}
