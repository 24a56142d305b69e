using System.Diagnostics;

namespace Armadillo.ArangodEmulator.Tests.Drivers;

/// <summary>The npm package arangojs, installed once per machine beside other caches, and the script that uses it.</summary>
internal static class ArangoJs
{
    private const string Version = "10.4.0";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs the script against a server; the output says which steps were done.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(int port, string password)
    {
        var directory = await InstallAsync();

        // Imports are looked up from where the script lies.
        var script = Path.Combine(directory, $"arangojs-{Guid.NewGuid():N}.mjs");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Drivers", "arangojs.mjs"), script);
        try
        {
            return await RunAsync("node", directory, script, $"http://127.0.0.1:{port}", password);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static async Task<string> InstallAsync()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var directory = Path.Combine(cache, "armadillo-testing", $"arangojs-{Version}");
        if (Directory.Exists(directory))
        {
            return directory;
        }

        // Built beside and moved as a whole: another run may do the same at the same time.
        var building = $"{directory}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(building);
        await File.WriteAllTextAsync(Path.Combine(building, "package.json"), """{"private":true}""");
        var (code, output) = await RunAsync(
            "npm", building, "install", $"arangojs@{Version}", "--save-exact", "--ignore-scripts", "--no-audit", "--no-fund");
        Assert.True(code == 0, output);
        try
        {
            Directory.Move(building, directory);
        }
        catch (IOException) when (Directory.Exists(directory))
        {
            Directory.Delete(building, recursive: true);
        }

        return directory;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string directory, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(_patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
