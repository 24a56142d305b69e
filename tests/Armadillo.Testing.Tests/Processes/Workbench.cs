using Armadillo.Testing.Native;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Tests.Processes;

/// <summary>A private directory and a launcher, both gone after the test.</summary>
public sealed class Workbench
{
    public Workbench(ProcessLauncherKind kind)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("armadillo-test-").FullName;
        Launcher = ProcessLauncher.Create(kind);
    }

    public static string MisbehaverPath => Path.Combine(AppContext.BaseDirectory, "misbehaver");

    public string Directory { get; }

    public IProcessLauncher Launcher { get; }

    public string OutputPath => Path.Combine(Directory, "stdout");

    public string ErrorPath => Path.Combine(Directory, "stderr");

    public static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    public ProcessLaunch Plan(string program, params string[] arguments) => new()
    {
        Name = "subject",
        FileName = program,
        Arguments = arguments,
        WorkingDirectory = Directory,
        Environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["DOTNET_TieredPGO"] = "0" },
        StandardOutputPath = OutputPath,
        StandardErrorPath = ErrorPath,
    };

    public ProcessLaunch PlanMisbehaver(params string[] arguments) => Plan(MisbehaverPath, arguments);

    public Task<IServerProcess> StartAsync(string program, params string[] arguments) =>
        Launcher.LaunchAsync(Plan(program, arguments), Patience);

    public Task<IServerProcess> MisbehaveAsync(params string[] arguments) =>
        Launcher.LaunchAsync(PlanMisbehaver(arguments), Patience);

    public static bool IsRunning(ProcessIdentity process) => ProcStat.IsRunning(process.Pid, process.StartTicks);

    public static async Task<string> WaitForTextAsync(string path, string text)
    {
        while (true)
        {
            var content = File.Exists(path) ? await File.ReadAllTextAsync(path, Patience) : "";
            if (content.Contains(text, StringComparison.Ordinal))
            {
                return content;
            }

            await Task.Delay(5, Patience);
        }
    }

    public static async Task WaitUntilAsync(Func<bool> condition, string what)
    {
        var patience = Patience;
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, what);
            await Task.Delay(5, CancellationToken.None);
        }
    }

    public async Task CloseAsync()
    {
        await Launcher.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
