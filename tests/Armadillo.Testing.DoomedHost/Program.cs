using System.Globalization;
using Armadillo.Testing.Native;
using Armadillo.Testing.Processes;

// A test host that will not get to dispose anything. Arguments: path of the misbehaver, a directory to work in.
if (!OperatingSystem.IsLinux())
{
    return 1;
}

var misbehaver = args[0];
var directory = args[1];
var launcher = ProcessLauncher.Create(ProcessLauncherKind.Linux);

var members = await Task.WhenAll(
    Launch("plain-1", "sleep", "1000"),
    Launch("plain-2", "sleep", "1000"),
    Launch("suspended-1", "sleep", "1000"),
    Launch("suspended-2", "sh", "-c", "sleep 1000 & wait"),
    Launch("stubborn-1", misbehaver, "--ignore", "SIGTERM", "--print", "deaf", "--wait"),
    Launch("stubborn-2", "sh", "-c", "trap '' TERM HUP INT; while :; do sleep 1000; done"),
    Launch("forking", misbehaver, "--fork-session", "--wait"),
    Launch("family", "sh", "-c", "sleep 1000 & (env -i setsid sleep 1000 &) ; echo forked; wait"));
await members[2].SuspendAsync(CancellationToken.None);
await members[3].SuspendAsync(CancellationToken.None);
await WaitFor("forking", "forked");
await WaitFor("family", "forked");
await WaitFor("stubborn-1", "deaf");

// The guardian and all below it: what must be gone one second after this process.
var guardian = await ((LinuxProcessLauncher)launcher).GetGuardianAsync();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{guardian.Pid} {guardian.StartTicks}"));
foreach (var member in members)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{member.Identity.Pid} {member.Identity.StartTicks} member"));
}

foreach (var process in ProcessSnapshot.Take().Descendants(guardian.Pid).Where(process => !Array.Exists(members, known => known.Identity.Pid == process.Pid)))
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{process.Pid} {process.StartTicks}"));
}

Console.WriteLine("ready");
switch (Console.ReadLine())
{
    case "failfast": Environment.FailFast("doomed"); break;
    case "exit": Environment.Exit(3); break;
    case "throw": throw new InvalidOperationException("doomed");
    case "return": return 4;
    default: await Task.Delay(Timeout.Infinite); break;
}

return 0;

Task<IServerProcess> Launch(string name, string program, params string[] arguments) => launcher.LaunchAsync(
    new ProcessLaunch
    {
        Name = name,
        FileName = program,
        Arguments = arguments,
        WorkingDirectory = directory,
        Environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")! },
        StandardOutputPath = Path.Combine(directory, name),
        StandardErrorPath = Path.Combine(directory, name),
    },
    CancellationToken.None);

async Task WaitFor(string name, string text)
{
    while (!(await File.ReadAllTextAsync(Path.Combine(directory, name))).Contains(text, StringComparison.Ordinal))
    {
        await Task.Delay(2);
    }
}
