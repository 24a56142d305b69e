using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Armadillo.Testing.SuiteRuns;

/// <summary><c>dotnet test</c> of a test project that was built beside the calling one, in a process group of its own.</summary>
public sealed class TestCommand : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private TestCommand(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it.</summary>
    /// <param name="project">Name of the project.</param>
    /// <param name="root">Directory for everything that the run writes.</param>
    /// <param name="arguments">More arguments for <c>dotnet test</c>.</param>
    /// <param name="environment">Variables on top of the caller's.</param>
    public static TestCommand Start(string project, string root, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("setsid") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = root };
        var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory).Split(Path.DirectorySeparatorChar);
        var tests = Array.LastIndexOf(here, "tests");
        here[tests + 1] = project;
        var assembly = Path.Combine("/", Path.Combine(here), $"{project}.dll");
        string[] command = [Dotnet, "test", assembly, "--nologo", "--results-directory", root, .. arguments];
        command.ToList().ForEach(start.ArgumentList.Add);
        start.Environment["SCENARIO_ROOT"] = root;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new TestCommand(Process.Start(start)!);
    }

    private static string Dotnet => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    /// <summary>Sends SIGINT to the whole group, as a terminal does for Ctrl-C.</summary>
    public async Task InterruptAsync()
    {
        // setsid becomes the program that it starts, so its pid is the group's.
        using var kill = Process.Start("kill", ["-INT", "--", $"-{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>Exit code, and everything that it wrote.</returns>
    public async Task<(int ExitCode, string Output)> WaitAsync(TimeSpan patience)
    {
        await _process.WaitForExitAsync().WaitAsync(patience);
        return (_process.ExitCode, await _output + await _error);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
