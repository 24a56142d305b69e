using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.Processes;

namespace ClusterTour.Tests;

/// <summary>The tour as its user runs it: a process with a root directory of its own.</summary>
internal sealed partial class RunningTour : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly SemaphoreSlim _grown = new(0);
    private readonly Task<string> _error;
    private readonly Task _reading;

    public RunningTour(params string[] arguments)
    {
        Root = Directory.CreateTempSubdirectory("armadillo-tour-tests-").FullName;
        var start = new ProcessStartInfo(DotnetPath) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] all = [Path.Combine(AppContext.BaseDirectory, "ClusterTour.dll"), "--plain", "--root", Root, .. arguments];
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        Identity = RunningProcess.Find(_process.Id)!.Value;
        _error = _process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    public string Root { get; }

    public ProcessIdentity Identity { get; }

    /// <summary>Every line of standard output so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public Task<string> Error => _error;

    /// <summary>Every member that was launched so far, by the line that tells its pid; null for one that is gone already.</summary>
    public IReadOnlyDictionary<string, ProcessIdentity?> Members => Lines
        .Select(l => Launched().Match(l))
        .Where(m => m.Success)
        .GroupBy(m => m.Groups["name"].Value)
        .ToDictionary(g => g.Key, g => RunningProcess.Find(int.Parse(g.Last().Groups["pid"].Value, CultureInfo.InvariantCulture)));

    /// <summary>The program that runs this test.</summary>
    private static string DotnetPath => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    public async Task<string> WaitForLineAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (Lines.FirstOrDefault(l => l.Contains(text, StringComparison.Ordinal)) is { } line)
            {
                return line;
            }

            Assert.False(_reading.IsCompleted, $"It ended without '{text}':\n{string.Join('\n', Lines)}");
            await Task.WhenAny(_grown.WaitAsync(patience.Token), _reading);
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The exit code, when it ended within that time.</summary>
    public async Task<int> ExitAsync(TimeSpan? within = null)
    {
        await _process.WaitForExitAsync().WaitAsync(within ?? Patience);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _grown.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }

            _grown.Release();
        }
    }

    [GeneratedRegex(@" s  (?<name>\S+) +launched, pid (?<pid>\d+)$")]
    private static partial Regex Launched();
}
