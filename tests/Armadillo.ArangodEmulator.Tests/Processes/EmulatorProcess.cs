using System.Diagnostics;
using System.Threading.Channels;
using Armadillo.ArangodEmulator.Storage;

namespace Armadillo.ArangodEmulator.Tests.Processes;

/// <summary>The real program, with its lines. Killed at the end of the test, whatever happened.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _output = [];
    private readonly Task<string> _errors;
    private readonly Task _reading;
    private bool _disposed;

    private EmulatorProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_output)
            {
                return [.. _output];
            }
        }
    }

    /// <remarks>A server shows this variable where it is set, and machines differ in whether it is.</remarks>
    public static EmulatorProcess Start(params IEnumerable<string> arguments) => Start(("HOSTNAME", "emulator-test"), arguments);

    public static EmulatorProcess Start((string Name, string Value) variable, params IEnumerable<string> arguments) => Start([variable], arguments);

    public static EmulatorProcess Start((string Name, string Value)[] variables, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "arangod-emulator"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new EmulatorProcess(Process.Start(start)!);
    }

    public void Signal(int number) => Assert.Equal(0, NativeCalls.Kill(_process.Id, number));

    /// <summary>Reads on until a line holds the text; fails when the output ends before.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        using var limit = new CancellationTokenSource(_patience);
        await foreach (var line in _lines.Reader.ReadAllAsync(limit.Token))
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"'{text}' never came. Output:\n{string.Join('\n', Output)}\n{await _errors}");
    }

    public Task<string> WaitUntilReadyAsync() => WaitForAsync("is ready for business");

    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(_patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>An exit comes before the last lines have been read.</summary>
    public Task WaitForEndOfOutputAsync() => _reading.WaitAsync(_patience);

    /// <summary>SIGKILL, and the end.</summary>
    public Task KillAsync()
    {
        Signal(Signals.Kill);
        return WaitForExitAsync();
    }

    public async Task<(int ExitCode, string Errors)> WaitForEndAsync() => (await WaitForExitAsync(), await _errors);

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_output)
            {
                _output.Add(line);
            }

            await _lines.Writer.WriteAsync(line);
        }

        _lines.Writer.Complete();
    }
}
