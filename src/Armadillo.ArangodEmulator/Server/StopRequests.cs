using System.Runtime.InteropServices;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Storage;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>Everything that ends the server on purpose: signals, the shutdown route, the agency.</summary>
internal sealed class StopRequests : IDisposable
{
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly ServerState _state;
    private readonly ServerLog _log;
    private int _signals;

    public StopRequests(ServerState state, ServerLog log)
    {
        _state = state;
        _log = log;
    }

    /// <summary>Completes with the first request.</summary>
    public Task Requested => _requested.Task;

    /// <summary>Ends waits of the start and background work.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Set for DELETE /_admin/shutdown?remove_from_cluster=1.</summary>
    public bool RemoveFromCluster { get; set; }

    public void ListenToSignals(bool ignore)
    {
        foreach (var (signal, name) in new[]
        {
            (PosixSignal.SIGTERM, "SIGTERM"), (PosixSignal.SIGINT, "SIGINT"), (PosixSignal.SIGQUIT, "SIGQUIT"),
        })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                if (!ignore)
                {
                    OnSignal(name);
                }
            }));
        }

        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _log.Info("33eae", "general", "hangup received, about to reopen logfile");
            _log.Reopen();
            _log.Info("23db2", "general", "reopened logfile");
        }));
    }

    public void Stop()
    {
        if (_requested.TrySetResult())
        {
            _state.Stopping = true;
            _stopping.Cancel();
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(static r => r.Dispose());
        _stopping.Dispose();
    }

    private void OnSignal(string name)
    {
        if (Interlocked.Increment(ref _signals) > 1)
        {
            _log.Fatal("11ca3", "general", $"{name} received during shutdown sequence, terminating!");
            NativeCalls.Exit(ExitCodes.Failed);
        }

        _log.Info("b4133", "general", $"{name} received, beginning shut down sequence");
        Stop();
    }
}
