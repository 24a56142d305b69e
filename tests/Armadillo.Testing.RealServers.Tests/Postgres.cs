using System.Diagnostics;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.RealServers.Tests;

/// <summary>PostgreSQL with its data directory made by a first instance that runs to completion. Root must step down for both.</summary>
internal static class Postgres
{
    private const string User = "postgres";

    public static TopologySpec Topology() => new()
    {
        Name = "postgres",
        Instances = [Initialization(), Server()],
    };

    public static InstanceSpec Initialization() => AsUser("initdb", context =>
        [Installed.PathOf("initdb"), "--no-sync", "--auth=trust", $"--username={User}", "-D", DataOf(context)]) with
    {
        Role = "preparation",
        Ports = [],
        RunsToCompletion = true,
        Prepare = HandOverAsync,
    };

    public static InstanceSpec Server() => AsUser("postgres", context => Command(context)) with
    {
        Scheme = "postgres",
        Prepare = HandOverAsync,
        DependsOn = [Dependency.OnInstance("initdb", DependencyCondition.Completed)],
        Readiness = Condition.LogLine("database system is ready to accept connections").Then(Condition.Tcp()),

        // SIGTERM would wait for every client to go away by itself.
        Stop = new StopSpec { Signal = ProcessSignal.Interrupt },
    };

    /// <summary>The server without stepping down, which it refuses to run as.</summary>
    public static InstanceSpec ServerAsRoot() => Server() with
    {
        Program = Installed.PathOf("postgres"),
        Arguments = context => Command(context)[1..],
        DependsOn = [],
    };

    public static async Task<(int Code, string Text)> AskAsync(Instance server, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Installed.PathOf(program)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-h", "127.0.0.1", "-p", $"{server.Endpoint!.Port}", "-U", User, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, text.Trim());
    }

    private static string[] Command(PlanContext context) =>
    [
        Installed.PathOf("postgres"), "-D", DataOf(context), "-p", $"{context.Self.Port}",
        "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={context.Self.Directories.Temporary}", "-c", "fsync=off",
    ];

    private static InstanceSpec AsUser(string name, Func<PlanContext, string[]> command) => new()
    {
        Name = name,
        Role = "database",
        Program = Environment.IsPrivilegedProcess ? "setpriv" : "env",
        Arguments = context => Environment.IsPrivilegedProcess
            ? [$"--reuid={User}", $"--regid={User}", "--clear-groups", "--", .. command(context)]
            : command(context),
    };

    /// <summary>Both instances work on the data of the first.</summary>
    private static string DataOf(PlanContext context) => Path.Combine(context.Directory, "initdb", "data");

    private static async Task HandOverAsync(PlanContext context, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(context.Directory, (UnixFileMode)0b111_001_001);
        using var chown = Process.Start("chown", ["-R", $"{User}:{User}", context.Self.Directories.Root]);
        await chown.WaitForExitAsync(cancellationToken);
    }
}
