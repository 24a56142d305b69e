using System.Collections;
using System.Threading.Channels;
using Armadillo.ArangodEmulator.Storage;
using Armadillo.Testing.Processes;

namespace Armadillo.ArangodEmulator.Tests.Processes;

/// <summary>
/// The real program, with its lines. Killed at the end of the test, whatever happened; when the test host dies before, by the
/// guardian that started it.
/// </summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(15);
    private static readonly IProcessLauncher _launcher = ProcessLauncher.Create(ProcessLauncherKind.Linux);

    private readonly ScratchDirectory _outputs = new();
    private readonly IServerProcess _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _output = [];
    private readonly Task _reading;
    private bool _disposed;

    private EmulatorProcess((string Name, string Value)[] variables, IEnumerable<string> arguments)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(static v => (string)v.Key, static v => (string)v.Value!);
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        _process = _launcher.LaunchAsync(
            new ProcessLaunch
            {
                Name = "emulator",
                FileName = Path.Combine(AppContext.BaseDirectory, "arangod-emulator"),
                Arguments = [.. arguments],
                WorkingDirectory = Environment.CurrentDirectory,
                Environment = environment,
                StandardOutputPath = _outputs.At("stdout"),
                StandardErrorPath = _outputs.At("stderr"),
            },
            CancellationToken.None).GetAwaiter().GetResult();
        _reading = ReadAsync();
    }

    public int Id => _process.Identity.Pid;

    public bool HasExited => _process.Exited.IsCompleted;

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

    public static EmulatorProcess Start((string Name, string Value)[] variables, params IEnumerable<string> arguments) => new(variables, arguments);

    public void Signal(int number) => Assert.Equal(0, NativeCalls.Kill(Id, number));

    /// <summary>Stops the process and waits until it stands still: the kernel may let threads run on for a moment after the signal.</summary>
    public Task SuspendAsync() => _process.SuspendAsync(CancellationToken.None).AsTask();

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

        throw new InvalidOperationException($"'{text}' never came. Output:\n{string.Join('\n', Output)}\n{Errors}");
    }

    public Task<string> WaitUntilReadyAsync() => WaitForAsync("is ready for business");

    /// <summary>How the kernel says that it ended.</summary>
    public Task<ProcessExit> WaitAsync() => _process.Exited.WaitAsync(_patience);

    /// <summary>The exit code; fails when a signal ended the program.</summary>
    public async Task<int> WaitForExitAsync() =>
        (await WaitAsync()) is { ExitCode: { } code } ? code : throw new InvalidOperationException($"the program was {await WaitAsync()}");

    /// <summary>The signal that ended the program; fails when it has left by itself.</summary>
    public async Task<int> WaitForDeathAsync() =>
        (await WaitAsync()) is { Signal: { } signal } ? signal.Number : throw new InvalidOperationException($"the program left with {await WaitAsync()}");

    /// <summary>An exit comes before the last lines have been read.</summary>
    public Task WaitForEndOfOutputAsync() => _reading.WaitAsync(_patience);

    /// <summary>SIGKILL, and the end.</summary>
    public Task KillAsync()
    {
        Signal(Signals.Kill);
        return WaitAsync();
    }

    public async Task<(int ExitCode, string Errors)> WaitForEndAsync() => (await WaitForExitAsync(), Errors);

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _process.KillTreeAsync(CancellationToken.None);
        await _process.Exited;
        await _reading;
        _outputs.Dispose();
    }

    private string Errors => File.ReadAllText(_outputs.At("stderr"));

    private async Task ReadAsync()
    {
        await using var file = new FileStream(_outputs.At("stdout"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        var started = "";
        while (true)
        {
            // Asked before reading: what comes after the exit is all there.
            var last = HasExited;
            var text = started + await reader.ReadToEndAsync();
            var lines = text.Split('\n');
            foreach (var line in lines.SkipLast(1))
            {
                Add(line);
            }

            started = lines[^1];
            if (last)
            {
                break;
            }

            await Task.WhenAny(_process.Exited, Task.Delay(_look));
        }

        if (started.Length > 0)
        {
            Add(started);
        }

        _lines.Writer.Complete();
    }

    private void Add(string line)
    {
        lock (_output)
        {
            _output.Add(line);
        }

        _lines.Writer.TryWrite(line);
    }
}
