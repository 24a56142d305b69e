using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.Network;
using Armadillo.Testing.Processes;

namespace ClusterTour.Tests;

public sealed partial class TourTests
{
    [Fact]
    public async Task It_tells_its_story_answers_while_it_pauses_and_leaves_nothing_behind()
    {
        await using var tour = new RunningTour("--pause", "10");
        await tour.WaitForLineAsync("Pausing for 10 s.");
        var members = tour.Members;
        Assert.Equal(8, members.Count);
        Assert.All(members, m => Assert.NotNull(m.Value));
        await AssertEveryoneAnswersAsync(tour);

        Assert.Equal(0, await tour.ExitAsync());

        Assert.Equal("", await tour.Error);
        AssertInOrder(
            tour.Lines,
            "Starting 3 agents, 3 dbservers and 2 coordinators on the arangod emulator.",
            "agents leads and all name it",
            "every server GOOD and SERVING",
            "Ready after",
            "Ask any of them: curl",
            "Killing dbserver-1 and waiting until the supervision calls it FAILED.",
            "cluster health shows dbserver-1 FAILED",
            "Restarting dbserver-1",
            "cluster health shows dbserver-1 GOOD",
            "Stopping the agency's leader",
            "The new leader is agent-",
            "Pausing",
            "Stopping: coordinators and dbservers, then agents.",
            "Timeline:",
            "topology running",
            "fault: kill",
            "topology stopped",
            "All members ended cleanly.",
            "Nothing is left behind.");
        AssertTimelineIsInOrder(tour.Lines);
        Assert.All(members.Values, m => Assert.False(RunningProcess.Runs(m!.Value), $"{m}"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(tour.Root));
    }

    [Fact]
    public async Task A_member_that_is_killed_from_outside_ends_it_at_once_with_the_crash_report()
    {
        await using var tour = new RunningTour();
        await tour.WaitForLineAsync("Killing dbserver-1");
        var members = Running(tour);

        RunningProcess.Signal(members["coordinator-2"], RunningProcess.Kill);

        Assert.Equal(1, await tour.ExitAsync(TimeSpan.FromMinutes(2)));
        var error = await tour.Error;
        Assert.Contains("coordinator-2 (pid ", error, StringComparison.Ordinal);
        Assert.Contains("crashed: killed by SIGKILL", error, StringComparison.Ordinal);
        Assert.Matches(@"last log lines:\s+\| \S+", error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.All(members.Values, m => Assert.False(RunningProcess.Runs(m), m.ToString()));

        // What it says it kept is there.
        Assert.True(Directory.Exists(KeptDirectory().Match(error).Groups[1].Value), error);
    }

    [Fact]
    public async Task An_interrupt_stops_everything_in_order_and_exits_with_130()
    {
        await using var tour = new RunningTour();
        await tour.WaitForLineAsync("Killing dbserver-1");
        await tour.WaitForLineAsync("Stopping -> Stopped");
        var members = Running(tour);
        Assert.Equal(7, members.Count);

        RunningProcess.Signal(tour.Identity, RunningProcess.Interrupt);

        Assert.Equal(130, await tour.ExitAsync());
        Assert.Contains("Interrupted; everything has been stopped.", await tour.Error, StringComparison.Ordinal);
        Assert.All(members.Values, m => Assert.False(RunningProcess.Runs(m), m.ToString()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(tour.Root));
    }

    [Fact]
    public async Task An_interrupt_in_the_middle_of_the_start_leaves_nothing_running()
    {
        await using var tour = new RunningTour();
        await tour.WaitForLineAsync("launched, pid");

        RunningProcess.Signal(tour.Identity, RunningProcess.Interrupt);

        Assert.Equal(130, await tour.ExitAsync());
        Assert.All(tour.Members.Values, Assert.Null);
        var kept = KeptDirectory().Match(await tour.Error).Groups[1].Value;
        Assert.True(File.Exists(Path.Combine(kept, "events.jsonl")), await tour.Error);
    }

    [Fact]
    public async Task When_the_tour_itself_is_killed_its_members_go_with_it()
    {
        await using var tour = new RunningTour();
        await tour.WaitForLineAsync("Ready after");
        var members = Running(tour);
        Assert.True(members.Count >= 7, $"{members.Count} members");

        RunningProcess.Signal(tour.Identity, RunningProcess.Kill);
        Assert.Equal(137, await tour.ExitAsync());
        var gone = System.Diagnostics.Stopwatch.StartNew();
        while (members.Values.Any(RunningProcess.Runs) && gone.Elapsed < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(5);
        }

        Assert.DoesNotContain(members.Values, RunningProcess.Runs);
    }

    [Theory]
    [InlineData(1, "Agents is 2; it must be odd", "--agents", "2")]
    [InlineData(1, "Coordinators is 0; a cluster needs at least 1.", "--coordinators", "0")]
    [InlineData(1, "'/nope' of agent-1", "--arangod", "/nope")]
    [InlineData(1, "RootDirectory is '/no/such/root', which does not exist", "--root", "/no/such/root")]
    [InlineData(2, "'--nonsense' is not an option. Try --help.", "--nonsense")]
    [InlineData(2, "The option --pause is 'soon'; it must be a whole number", "--pause", "soon")]
    [InlineData(2, "The option --agents needs a value. Try --help.", "--agents")]
    public async Task A_bad_command_line_is_told_on_one_screen(int code, string message, params string[] arguments)
    {
        await using var tour = new RunningTour(arguments);

        Assert.Equal(code, await tour.ExitAsync());

        var error = await tour.Error;
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", error, StringComparison.Ordinal);
        Assert.InRange(error.Split('\n').Length, 1, 24);
        Assert.Empty(Directory.EnumerateFileSystemEntries(tour.Root));
    }

    [Fact]
    public async Task Help_lists_every_option_and_starts_nothing()
    {
        await using var tour = new RunningTour("--help");

        Assert.Equal(0, await tour.ExitAsync());

        foreach (var option in new[] { "--arangod", "--agents", "--dbservers", "--coordinators", "--root", "--keep", "--pause", "--plain", "--help" })
        {
            Assert.Contains(tour.Lines, l => l.StartsWith($"  {option} ", StringComparison.Ordinal));
        }

        Assert.Empty(tour.Members);
    }

    private static Dictionary<string, ProcessIdentity> Running(RunningTour tour) =>
        tour.Members.Where(m => m.Value is not null).ToDictionary(m => m.Key, m => m.Value!.Value);

    private static async Task AssertEveryoneAnswersAsync(RunningTour tour)
    {
        var directory = Directory.EnumerateDirectories(tour.Root).Single();
        var token = await File.ReadAllTextAsync(Path.Combine(directory, "superuser.jwt"));
        var endpoints = tour.Members.Values.Select(m => Endpoint().Match(File.ReadAllText($"/proc/{m!.Value.Pid}/cmdline")).Groups[1].Value).ToList();
        Assert.Equal(8, endpoints.Distinct().Count());
        using var client = LoopbackHttp.CreateClient();
        foreach (var endpoint in endpoints)
        {
            foreach (var path in new[] { "/_api/version", "/_admin/status" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{endpoint}{path}"));
                request.Headers.Authorization = new("bearer", token);
                using var answer = await client.SendAsync(request);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.Contains("\"server\":\"arango\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
    }

    private static void AssertInOrder(IReadOnlyList<string> lines, params string[] texts)
    {
        var at = -1;
        foreach (var text in texts)
        {
            var found = lines.Skip(at + 1).TakeWhile(l => !l.Contains(text, StringComparison.Ordinal)).Count() + at + 1;
            Assert.True(found < lines.Count, $"'{text}' is not below line {at + 1} of:\n{string.Join('\n', lines)}");
            at = found;
        }
    }

    private static void AssertTimelineIsInOrder(IReadOnlyList<string> lines)
    {
        var times = lines.SkipWhile(l => l != "Timeline:").Select(l => Seconds().Match(l)).Where(m => m.Success)
            .Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.True(times.Count > 50, $"{times.Count} events");
        Assert.Equal(times.Order(), times);
    }

    [GeneratedRegex(@"--server\.endpoint=tcp://([0-9.:]+)")]
    private static partial Regex Endpoint();

    [GeneratedRegex(@"^ +(\d+\.\d+) s  ")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"kept: +(\S+)")]
    private static partial Regex KeptDirectory();
}
