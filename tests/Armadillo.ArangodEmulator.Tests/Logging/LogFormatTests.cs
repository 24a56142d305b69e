using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Logging;

public sealed partial class LogFormatTests
{
    [Fact]
    public async Task Lines_have_the_recorded_form_and_order_and_the_first_one_says_who_runs()
    {
        await using var server = await SingleServer.ReadyAsync();
        server.Process.Signal(Signals.Terminate);
        await server.Process.WaitForExitAsync();
        await server.Process.WaitForAsync("[4bcb9]");
        var lines = server.Process.Output;
        Assert.All(lines, static l => Assert.Matches(DefaultLine(), l));
        Assert.Contains("[e52b0] {general} ArangoDB 3.12.10 [linux] 64bit", lines[0], StringComparison.Ordinal);
        Assert.Contains("Armadillo.ArangodEmulator", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            ["e52b0", "a1c60", "3844e", "6ea38", "cf3f4", "b4133", "4bcb9"],
            lines.Select(static l => DefaultLine().Match(l).Groups["id"].Value));
        var pid = server.Process.Id.ToString(CultureInfo.InvariantCulture);
        Assert.All(lines, l => Assert.Equal(pid, DefaultLine().Match(l).Groups["pid"].Value));
    }

    [Fact]
    public async Task Parts_of_a_line_are_switched_by_options()
    {
        await using var server = await SingleServer.ReadyAsync(
            "--log.role", "--log.thread", "false", "--log.ids", "false", "--log.prefix", "here", "--log.time-format", "timestamp");
        Assert.All(server.Process.Output.Skip(2), static l => Assert.Matches(@"^\d{10} here \[\d+\] S INFO \{\w+\} ", l));
    }

    [Fact]
    public async Task Json_lines_have_their_keys_in_order()
    {
        await using var server = await SingleServer.ReadyAsync("--log.use-json-format", "--log.role");
        var line = JsonNode.Parse(server.Process.Output[^1])!.AsObject();
        Assert.Equal(["time", "pid", "tid", "role", "level", "topic", "id", "message"], line.Select(static x => x.Key));
        Assert.Equal("cf3f4", (string?)line["id"]);
    }

    [Fact]
    public async Task Levels_are_read_and_changed_while_the_server_runs()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false", "--log.level", "cluster=trace");
        Assert.Equal("TRACE", (string?)(await server.GetAsync("/_admin/log/level")).Body!["cluster"]);
        var changed = await Requests.SendAsync(HttpMethod.Put, server.Port, "/_admin/log/level", body: """{"general":"ERROR"}""");
        Assert.Equal("ERROR", (string?)changed.Body!["general"]);
        server.Process.Signal(Signals.Terminate);
        await server.Process.WaitForExitAsync();
        Assert.DoesNotContain(server.Process.Output, static l => l.Contains("[4bcb9]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Entries_are_kept_and_searched()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        var found = (await server.GetAsync("/_admin/log/entries?search=business")).Body!;
        Assert.Equal(1, (int?)found["total"]);
        Assert.Equal("general", (string?)found["messages"]![0]!["topic"]);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z \[(?<pid>\d+)-\d+\] (FATAL|ERROR|WARNING|INFO|DEBUG|TRACE) \[(?<id>[0-9a-f]{5})\] \{\w+\} .+$")]
    private static partial Regex DefaultLine();
}
