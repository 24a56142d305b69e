using System.Globalization;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Tests.Processes;

/// <content>What cannot be started, and how clean the start is.</content>
public abstract partial class ProcessLauncherTests
{
    [Fact]
    public Task A_missing_program_is_named() => Refused(_bench.Plan("/nowhere/server"), "'/nowhere/server' does not exist");

    [Fact]
    public Task A_bare_name_that_is_not_on_PATH_is_named() => Refused(_bench.Plan("no-such-program-here"), "PATH");

    [Fact]
    public Task A_directory_is_not_a_program() => Refused(_bench.Plan(_bench.Directory), "is a directory");

    [Fact]
    public async Task A_file_that_is_not_executable_is_refused_with_the_command_that_helps()
    {
        var path = Script("#!/bin/sh\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await Refused(_bench.Plan(path), $"chmod +x '{path}'");
    }

    [Fact]
    public Task A_missing_interpreter_is_named() => Refused(_bench.Plan(Script("#!/nowhere/interpreter -x\n")), "'/nowhere/interpreter'");

    [Fact]
    public Task A_file_in_no_known_format_is_refused() => Refused(_bench.Plan(Script("echo this runs in a shell only\n")), "neither a binary nor a script");

    [Fact]
    public Task A_missing_working_directory_is_named() =>
        Refused(_bench.Plan("true") with { WorkingDirectory = "/nowhere/data" }, "working directory '/nowhere/data'");

    [Fact]
    public Task An_output_file_that_cannot_be_written_is_named() =>
        Refused(_bench.Plan("true") with { StandardOutputPath = "/nowhere/log" }, "'/nowhere/log'");

    [Fact]
    public async Task A_failed_launch_does_not_harm_the_next_one()
    {
        await Refused(_bench.Plan("/nowhere/server"), "does not exist");
        var process = await _bench.StartAsync("true");
        Assert.True((await process.Exited.WaitAsync(Workbench.Patience)).IsSuccess);
    }

    [Fact]
    public async Task A_cancelled_launch_starts_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var touched = Path.Combine(_bench.Directory, "touched");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.Launcher.LaunchAsync(_bench.Plan("touch", touched), cancelled.Token));
        await Task.Delay(50);
        Assert.False(File.Exists(touched));
    }

    [Fact]
    public async Task A_script_with_an_interpreter_runs()
    {
        var process = await _bench.StartAsync(Script("#!/bin/sh\nexit 9\n"));
        Assert.Equal(9, (await process.Exited.WaitAsync(Workbench.Patience)).ExitCode);
    }

    [Fact]
    public async Task No_descriptor_but_the_standard_ones_reaches_the_process()
    {
        if (!StartsClean)
        {
            return;
        }

        // One that is inheritable, as a build server would leave it open.
        var foreign = Native.LibC.FileControl(1, 0, 200);
        try
        {
            var process = await _bench.StartAsync("sleep", "1000");
            await WaitForName(process, "sleep");
            var descriptors = Directory.GetFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Identity.Pid}/fd"));
            Assert.Equal(
                [("0", "/dev/null"), ("1", _bench.OutputPath), ("2", _bench.ErrorPath)],
                descriptors.Order().Select(path => (Path.GetFileName(path), File.ResolveLinkTarget(path, false)!.FullName)));
        }
        finally
        {
            _ = Native.LibC.Close(foreign);
        }
    }

    [Fact]
    public async Task It_leads_its_own_session_with_default_signals()
    {
        if (!StartsClean)
        {
            return;
        }

        var process = await _bench.StartAsync("sleep", "1000");
        Assert.True(Native.ProcStat.TryRead(process.Identity.Pid, out var stat));
        Assert.Equal(process.Identity.Pid, stat.Session);
        await WaitForName(process, "sleep");
        Assert.Equal(0, Signals(process, "SigBlk:"));

        // glibc's posix_spawn leaves its two internal signals, 32 and 33, ignored; programs set them when they need them.
        Assert.Equal(0, Signals(process, "SigIgn:") & ~0x1_8000_0000);
    }

    private static long Signals(IServerProcess process, string field) => long.Parse(
        Status(process).Single(line => line.StartsWith(field, StringComparison.Ordinal))[field.Length..].Trim(),
        NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>A wrapper becomes the program without changing its pid; this waits until it has.</summary>
    private static Task WaitForName(IServerProcess process, string name) =>
        Workbench.WaitUntilAsync(() => Status(process).Contains($"Name:\t{name}"), $"does not become {name}");

    private static string[] Status(IServerProcess process) =>
        File.ReadAllLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Identity.Pid}/status"));

    private async Task Refused(ProcessLaunch launch, string reason)
    {
        var error = await Assert.ThrowsAsync<ProcessLaunchException>(() => _bench.Launcher.LaunchAsync(launch, Workbench.Patience));
        Assert.StartsWith("Cannot start 'subject': ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private string Script(string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
    {
        var path = Path.Combine(_bench.Directory, "script");
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
        return path;
    }
}
