using Armadillo.Testing.Native;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Tests.Processes;

/// <summary>What every launcher must do. Subclasses say which launcher, and what its platform cannot do.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public abstract partial class ProcessLauncherTests(ProcessLauncherKind kind) : IAsyncLifetime
{
    private readonly Workbench _bench = new(kind);

    private protected Workbench Bench => _bench;

    /// <summary>Whether exits tell a signal from an exit code above 128, and whether a core was written.</summary>
    protected virtual bool ExitsAreExact => true;

    /// <summary>Whether descendants that left tree, group and session are found.</summary>
    protected virtual bool FindsDaemons => true;

    /// <summary>Whether a process starts in a session of its own, with default signals and no foreign descriptors.</summary>
    protected virtual bool StartsClean => true;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.CloseAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(77)]
    [InlineData(128)]
    public async Task An_exit_code_arrives_as_it_was_given(int code)
    {
        var process = await _bench.StartAsync("sh", "-c", $"exit {code}");
        var exit = await process.Exited.WaitAsync(Workbench.Patience);
        Assert.Equal(code, exit.ExitCode);
        Assert.Null(exit.Signal);
        Assert.Equal(code == 0, exit.IsSuccess);
    }

    [Fact]
    public async Task An_exit_code_above_128_is_not_mistaken_for_a_signal()
    {
        var process = await _bench.StartAsync("sh", "-c", "exit 137");
        var exit = await process.Exited.WaitAsync(Workbench.Patience);
        Assert.Equal(ExitsAreExact ? 137 : null, exit.ExitCode);
    }

    [Theory]
    [InlineData("SIGSEGV", 11)]
    [InlineData("SIGABRT", 6)]
    [InlineData("SIGKILL", 9)]
    [InlineData("SIGTERM", 15)]
    [InlineData("SIGFPE", 8)]
    [InlineData("SIGBUS", 7)]
    public async Task A_crash_is_reported_with_its_signal(string name, int number)
    {
        var process = await _bench.MisbehaveAsync("--crash", name);
        var exit = await process.Exited.WaitAsync(Workbench.Patience);
        Assert.Equal(new ProcessSignal(number), exit.Signal);
        Assert.Null(exit.ExitCode);
        Assert.StartsWith($"killed by {name}", exit.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_is_in_the_files_from_the_first_byte()
    {
        var process = await _bench.StartAsync("sh", "-c", "echo first; echo wrong >&2; echo last");
        await process.Exited.WaitAsync(Workbench.Patience);
        Assert.Equal("first\nlast\n", await Workbench.WaitForTextAsync(_bench.OutputPath, "last\n"));
        Assert.Equal("wrong\n", await Workbench.WaitForTextAsync(_bench.ErrorPath, "wrong\n"));
    }

    [Fact]
    public async Task Output_is_appended_and_both_streams_may_share_a_file()
    {
        await File.WriteAllTextAsync(_bench.OutputPath, "before\n");
        var launch = _bench.Plan("sh", "-c", "for i in 1 2 3; do echo out; echo err >&2; done; echo end") with { StandardErrorPath = _bench.OutputPath };
        var process = await _bench.Launcher.LaunchAsync(launch, Workbench.Patience);
        await process.Exited.WaitAsync(Workbench.Patience);
        var lines = (await Workbench.WaitForTextAsync(_bench.OutputPath, "end\n")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("before", lines[0]);
        Assert.Equal(3, lines.Count(line => line == "out"));
    }

    [Fact]
    public async Task The_environment_is_exactly_the_given_one_and_the_marker()
    {
        var launch = _bench.Plan("env") with
        {
            Environment = new Dictionary<string, string> { ["EMPTY"] = "", ["TEXT"] = "a b=c ü", ["PATH"] = "/nowhere" },
        };
        var process = await _bench.Launcher.LaunchAsync(launch, Workbench.Patience);
        await process.Exited.WaitAsync(Workbench.Patience);
        var lines = (await Workbench.WaitForTextAsync(_bench.OutputPath, "ARMADILLO_INSTANCE")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("EMPTY=", lines);
        Assert.Contains("TEXT=a b=c ü", lines);
        Assert.Contains("PATH=/nowhere", lines);
        Assert.Matches("^ARMADILLO_INSTANCE=[0-9a-f]{32}/[0-9]+/subject$", Assert.Single(lines, line => line.StartsWith("ARMADILLO", StringComparison.Ordinal)));
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public async Task Arguments_arrive_unchanged()
    {
        string[] arguments = ["", "a b", "\"quoted\"", "back\\slash", "$HOME", "--", "ünïcode", "line\nbreak"];
        var process = await _bench.StartAsync("sh", ["-c", "for a in \"$@\"; do printf '[%s]' \"$a\"; done; echo", "sh", .. arguments]);
        await process.Exited.WaitAsync(Workbench.Patience);
        Assert.Equal(string.Concat(arguments.Select(a => $"[{a}]")) + "\n", await Workbench.WaitForTextAsync(_bench.OutputPath, "break]\n"));
    }

    [Fact]
    public async Task It_starts_in_its_working_directory_with_standard_input_closed()
    {
        var process = await _bench.StartAsync("sh", "-c", "cat; pwd");
        var exit = await process.Exited.WaitAsync(Workbench.Patience);
        Assert.True(exit.IsSuccess);
        Assert.Equal(_bench.Directory + "\n", await Workbench.WaitForTextAsync(_bench.OutputPath, "\n"));
    }

    [Fact]
    public async Task It_is_known_by_pid_and_start_time_while_it_runs()
    {
        var process = await _bench.StartAsync("sleep", "1000");
        Assert.True(ProcStat.TryRead(process.Identity.Pid, out var stat));
        Assert.Equal(stat.StartTicks, process.Identity.StartTicks);
        Assert.False(process.Exited.IsCompleted);
        Assert.True(await process.SignalAsync(ProcessSignal.Terminate, Workbench.Patience));
        Assert.Equal(ProcessSignal.Terminate, (await process.Exited.WaitAsync(Workbench.Patience)).Signal);
        Assert.False(Workbench.IsRunning(process.Identity));
    }
}
