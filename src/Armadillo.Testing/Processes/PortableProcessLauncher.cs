using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Armadillo.Testing.Processes;

/// <summary>
/// Launches with <see cref="Process"/>, for systems without a guardian. Its limits: <see cref="ProcessLauncherKind.Portable"/>.
/// </summary>
internal sealed partial class PortableProcessLauncher : IProcessLauncher
{
    private readonly string _launcher = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<int, PortableServerProcess> _running = new();
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private int _lastMember;
    private volatile bool _disposed;

    internal PortableProcessLauncher(TimeProvider timeProvider, ILogger logger)
    {
        _timeProvider = timeProvider;
        _logger = logger;

        // Covers an exit without disposal; a killed host leaves its processes behind.
        AppDomain.CurrentDomain.ProcessExit += OnHostExit;
    }

    /// <inheritdoc/>
    public Task<IServerProcess> LaunchAsync(ProcessLaunch launch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(launch);
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (launch.Limits != ProcessLimits.None)
        {
            throw ProgramFile.Failure(
                launch, "the portable launcher cannot set limits. Use the Linux launcher, or ask for no limits.");
        }

        var program = OperatingSystem.IsWindows() ? launch.FileName : ProgramFile.Resolve(launch);
        LaunchPaths.Check(launch);
        var member = Interlocked.Increment(ref _lastMember);
        var server = new PortableServerProcess(Start(launch, program, member), launch, _timeProvider);
        _running[member] = server;
        _ = server.Exited.ContinueWith(
            _ => _running.TryRemove(member, out var _),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        LogLaunched(launch.Name, server.Identity.Pid, program);
        return Task.FromResult<IServerProcess>(server);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        AppDomain.CurrentDomain.ProcessExit -= OnHostExit;
        var killed = _running.Values.ToList();
        foreach (var server in killed)
        {
            server.Kill();
        }

        foreach (var server in killed)
        {
            _ = await server.Exited.ConfigureAwait(false);
        }
    }

    private Process Start(ProcessLaunch launch, string program, int member)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = launch.WorkingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in launch.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in launch.Environment)
        {
            start.Environment[name] = value;
        }

        var marker = InstanceMarker.Entry(_launcher, member, launch.Name);
        start.Environment[InstanceMarker.Variable] = marker[(InstanceMarker.Variable.Length + 1)..];
        try
        {
            return Process.Start(start) ?? throw ProgramFile.Failure(launch, $"'{program}' was not started.");
        }
        catch (Win32Exception exception)
        {
            throw new ProcessLaunchException(
                $"Cannot start '{launch.Name}': the system refused to start '{program}': {exception.Message}", exception);
        }
    }

    private void OnHostExit(object? sender, EventArgs arguments)
    {
        foreach (var server in _running.Values)
        {
            server.Kill();
        }
    }

    [LoggerMessage(LogLevel.Debug, "Launched {Name} as pid {Pid}: {Program}")]
    private partial void LogLaunched(string name, int pid, string program);
}
