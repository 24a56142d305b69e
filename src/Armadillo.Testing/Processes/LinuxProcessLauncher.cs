using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.Versioning;
using Armadillo.Testing.Native;
using Armadillo.Testing.Processes.Guarding;
using Microsoft.Extensions.Logging;

namespace Armadillo.Testing.Processes;

/// <summary>Launches through a guardian: a process of its own that owns the servers and outlives this one just long enough.</summary>
[SupportedOSPlatform("linux")]
internal sealed partial class LinuxProcessLauncher : IProcessLauncher
{
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan EndPollInterval = TimeSpan.FromMilliseconds(1);

    private readonly string _launcher = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<int, Member> _members = new();
    private readonly ExecChain _chain = ExecChain.Find();
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly Task<Guardian> _guardian;
    private readonly Lock _disposing = new();
    private volatile bool _ending;
    private Task? _end;

    internal LinuxProcessLauncher(DotnetMuxer muxer, TimeProvider timeProvider, ILogger logger)
    {
        _timeProvider = timeProvider;
        _logger = logger;

        // In the background: its start overlaps with whatever the caller plans before the first launch.
        _guardian = Task.Run(() => StartGuardian(muxer));
    }

    /// <summary>The guardian; for tests, which kill it.</summary>
    internal async Task<ProcessIdentity> GetGuardianAsync()
    {
        var connection = (await _guardian.ConfigureAwait(false)).Connection;
        await connection.Ready.ConfigureAwait(false);
        return connection.Identity;
    }

    /// <inheritdoc/>
    public async Task<IServerProcess> LaunchAsync(ProcessLaunch launch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(launch);
        ObjectDisposedException.ThrowIf(_ending, this);
        var program = ProgramFile.Resolve(launch);
        LaunchPaths.Check(launch);
        var arguments = _chain.Build(launch, program);

        var guardian = await _guardian.WaitAsync(cancellationToken).ConfigureAwait(false);
        await guardian.Connection.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfEnded(guardian, launch);

        var id = guardian.Connection.NextRequest();
        var member = new Member();
        _members[id] = member;
        var command = new FrameWriter(FrameKind.Launch).Write(id)
            .Write(arguments[0]).Write(Path.GetFullPath(launch.WorkingDirectory))
            .Write(Path.GetFullPath(launch.StandardOutputPath)).Write(Path.GetFullPath(launch.StandardErrorPath))
            .Write(arguments).Write(BuildEnvironment(launch, id));

        // Not cancelled from here on: a process that was started must not be forgotten. It takes about a millisecond.
        var answer = await guardian.Connection.RequestAsync(id, command).ConfigureAwait(false);
        if (answer is null)
        {
            _ = _members.TryRemove(id, out _);
            ThrowIfEnded(guardian, launch);
            throw ProgramFile.Failure(launch, "the guardian ended during the launch.");
        }

        var error = answer.ReadInt32();
        if (error != 0)
        {
            _ = _members.TryRemove(id, out _);
            var reason = new System.ComponentModel.Win32Exception(error).Message;
            throw ProgramFile.Failure(launch, $"the system refused to start '{program}': {reason} (errno {error}).");
        }

        member.Identity = new ProcessIdentity(answer.ReadInt32(), answer.ReadInt64());
        LogLaunched(launch.Name, member.Identity.Pid, program);
        return new LinuxServerProcess(
            guardian.Connection, id, member.Identity, member.Exit.Task, InstanceMarker.Prefix(_launcher, id));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_disposing)
        {
            _ending = true;
            _end ??= EndAsync();
        }

        return new ValueTask(_end);
    }

    private void ThrowIfEnded(Guardian guardian, ProcessLaunch launch)
    {
        ObjectDisposedException.ThrowIf(_ending, this);
        if (guardian.Connection.Ended.IsCompleted)
        {
            throw ProgramFile.Failure(
                launch,
                $"the guardian ({guardian.Connection.Identity}) of this launcher ended unexpectedly, and its processes with it. "
                + "Create a new launcher; was the guardian killed, or is memory short?");
        }
    }

    private List<string> BuildEnvironment(ProcessLaunch launch, int id)
    {
        var environment = new List<string>(launch.Environment.Count + 1);
        foreach (var (name, value) in launch.Environment)
        {
            if (name != InstanceMarker.Variable)
            {
                environment.Add($"{name}={value}");
            }
        }

        environment.Add(InstanceMarker.Entry(_launcher, id, launch.Name));
        return environment;
    }

    private Guardian StartGuardian(DotnetMuxer muxer)
    {
        var files = GuardianFiles.Unpack(muxer.RuntimeVersion);
        Process process;
        try
        {
            process = GuardianProcess.Start(muxer, files);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            files.Release();
            throw new ProcessLaunchException($"The guardian process could not be started: {exception.Message}", exception);
        }

        var connection = new GuardianConnection(process, OnExited);
        LogGuardianStarted(_chain.HasParentDeathSignal);
        return new Guardian(process, files, connection, AttendEndAsync(connection));
    }

    private void OnExited(Frame frame)
    {
        if (_members.TryRemove(frame.ReadInt32(), out var member))
        {
            member.Complete(ExitDecoding.FromWait(frame.ReadInt32(), frame.ReadInt32(), _timeProvider.GetUtcNow()));
        }
    }

    /// <summary>When the guardian is gone, in whatever way, makes sure that the processes are too and says so.</summary>
    private async Task AttendEndAsync(GuardianConnection connection)
    {
        await connection.Ended.ConfigureAwait(false);
        if (!_ending)
        {
            LogGuardianLost(connection.Identity.Pid);
        }

        // After an orderly end there is nothing to find; one look at the process table is cheap.
        await AbandonedProcesses
            .KillAsync(InstanceMarker.Prefix(_launcher), Identities(), connection.Identity.StartTicks)
            .ConfigureAwait(false);
        foreach (var (_, member) in _members)
        {
            member.Complete(new ProcessExit(null, ProcessSignal.Kill, CoreDumped: false, _timeProvider.GetUtcNow()));
        }
    }

    private List<ProcessIdentity> Identities() =>
        [.. _members.Values.Select(member => member.Identity).Where(identity => identity.Pid > 0)];

    private async Task EndAsync()
    {
        Guardian guardian;
        try
        {
            guardian = await _guardian.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // It never started; whoever launched has been told.
            return;
        }

        // On the system's clock, whatever the injected one says: the processes are real, and the end must not hang.
        var connection = guardian.Connection;
        connection.Close();
        try
        {
            await connection.Ended.WaitAsync(EndTimeout, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It waits for processes that not even SIGKILL ends (stuck in the kernel), or somebody suspended it.
            _ = ProcessHandle.Signal(connection.Identity.Pid, connection.Identity.StartTicks, LibC.SigKill);
            await connection.Ended.WaitAsync(EndTimeout, TimeProvider.System).ConfigureAwait(false);
        }

        // It closes its pipes a moment before it is gone.
        while (ProcStat.IsRunning(connection.Identity.Pid, connection.Identity.StartTicks))
        {
            await Task.Delay(EndPollInterval, TimeProvider.System).ConfigureAwait(false);
        }

        await guardian.Attendance.ConfigureAwait(false);
        guardian.Process.Dispose();
        guardian.Files.Release();
    }

    [LoggerMessage(LogLevel.Debug, "Launched {Name} as pid {Pid}: {Program}")]
    private partial void LogLaunched(string name, int pid, string program);

    [LoggerMessage(LogLevel.Debug, "Guardian started, parent death signal: {ParentDeathSignal}")]
    private partial void LogGuardianStarted(bool parentDeathSignal);

    [LoggerMessage(LogLevel.Error, "The guardian (pid {Pid}) ended unexpectedly; its processes are killed")]
    private partial void LogGuardianLost(int pid);

    private sealed record Guardian(Process Process, GuardianFiles Files, GuardianConnection Connection, Task Attendance);

    private sealed class Member
    {
        internal TaskCompletionSource<ProcessExit> Exit { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal ProcessIdentity Identity { get; set; }

        internal void Complete(ProcessExit exit) => Exit.TrySetResult(exit);
    }
}
