using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.ArangoDb.Tests.Processes;

/// <summary>What the process table says, and signals from outside.</summary>
internal static partial class RunningProcess
{
    public const int Interrupt = 2;
    public const int Kill = 9;

    /// <summary>Whether this very process runs. A zombie does not, nor does a later process with its pid.</summary>
    public static bool Runs(ProcessIdentity process) => Find(process.Pid) is { } found && found.StartTicks == process.StartTicks;

    /// <summary>The process that runs with this pid; null when none does.</summary>
    public static ProcessIdentity? Find(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : new ProcessIdentity(pid, long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static void Signal(ProcessIdentity process, int signal)
    {
        Assert.True(Runs(process), $"{process} does not run");
        Assert.Equal(0, Send(process.Pid, signal));
    }

    /// <summary>Whether something could listen there now.</summary>
    public static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Any, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int pid, int signal);
}
