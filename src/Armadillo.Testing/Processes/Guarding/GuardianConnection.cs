using System.Collections.Concurrent;
using System.Diagnostics;

namespace Armadillo.Testing.Processes.Guarding;

/// <summary>
/// The host's end of the guardian: sends commands, matches answers, hands out exits. One dedicated thread reads, so that an
/// exit needs no pool thread to be noticed.
/// </summary>
internal sealed class GuardianConnection
{
    private readonly Process _process;
    private readonly Stream _toGuardian;
    private readonly Lock _sending = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<Frame>> _pending = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<Frame> _exited;
    private int _lastRequest;

    internal GuardianConnection(Process process, Action<Frame> exited)
    {
        _process = process;
        _exited = exited;
        _toGuardian = process.StandardInput.BaseStream;
        new Thread(Read) { IsBackground = true, Name = "armadillo guardian reader" }.Start();
    }

    /// <summary>The guardian itself, once it is <see cref="Ready"/>; the process that was started is only its starter.</summary>
    internal ProcessIdentity Identity { get; private set; }

    /// <summary>Completes when the guardian takes commands; faults when it ends before.</summary>
    internal Task Ready => _ready.Task;

    /// <summary>Completes when the guardian has closed its side, that is: ended.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>A number that names one request and, for launches, the member.</summary>
    internal int NextRequest() => Interlocked.Increment(ref _lastRequest);

    /// <summary>Sends a command and waits for its answer. <see langword="null"/> when the guardian has ended.</summary>
    internal async Task<Frame?> RequestAsync(int request, FrameWriter command)
    {
        var answer = new TaskCompletionSource<Frame>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[request] = answer;
        try
        {
            lock (_sending)
            {
                _toGuardian.Write(command.Complete());
                _toGuardian.Flush();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            _ = _pending.TryRemove(request, out _);
            return null;
        }

        _ = await Task.WhenAny(answer.Task, Ended).ConfigureAwait(false);
        _ = _pending.TryRemove(request, out _);
        return answer.Task.IsCompletedSuccessfully ? await answer.Task.ConfigureAwait(false) : null;
    }

    /// <summary>Closes our side: the guardian kills what runs, reports the exits and ends.</summary>
    internal void Close()
    {
        lock (_sending)
        {
            try
            {
                _toGuardian.Dispose();
            }
            catch (IOException)
            {
                // It is gone already.
            }
        }
    }

    private void Read()
    {
        var reader = new FrameReader();
        var stream = _process.StandardOutput.BaseStream;
        try
        {
            while (stream.Read(reader.FreeSpace()) is var count and > 0)
            {
                reader.Advance(count);
                while (reader.TryTake(out var frame))
                {
                    Dispatch(frame);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The same as its end.
        }

        if (!_ready.Task.IsCompleted)
        {
            var said = _process.StandardError.ReadToEnd().Trim();
            _ready.SetException(new ProcessLaunchException(
                $"The guardian process ended before it was ready, saying: {(said.Length > 0 ? said : "nothing")}. "
                + "Choose the portable launcher if it cannot run here."));
            _ = _ready.Task.Exception;
        }

        _ended.TrySetResult();
    }

    private void Dispatch(Frame frame)
    {
        if (frame.Kind == FrameKind.Ready)
        {
            Identity = new ProcessIdentity(frame.ReadInt32(), frame.ReadInt64());
            _ready.TrySetResult();
        }
        else if (frame.Kind == FrameKind.Exited)
        {
            _exited(frame);
        }
        else if (_pending.TryRemove(frame.ReadInt32(), out var answer))
        {
            answer.TrySetResult(frame);
        }
    }
}
