using System.Net;
using Armadillo.Testing.Native;
using Armadillo.Testing.Time;

namespace Armadillo.Testing.Links;

/// <summary>Finds out which member dialled: the one with the process that holds the other end of the connection, or with a process above that.</summary>
internal sealed class LinkMembers(IReadOnlyList<LinkMember> members, TimeProvider time)
{
    /// <summary>Also waits for launches under way, of which nobody knows the process yet.</summary>
    /// <returns>Name of the member; null for a caller that is none.</returns>
    public async Task<string?> WaitForOwnerAsync(EndPoint caller, int port, CancellationToken cancellationToken)
    {
        var schedule = default(PollSchedule);
        while (true)
        {
            // Asked before looking: a launch that ends in between is seen by the look.
            var launching = members.Any(m => m.IsLaunching());
            if (FindOwner(caller, port) is var name && (name is not null || !launching))
            {
                return name;
            }

            await Task.Delay(schedule.Next(), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>Name of the member; null for a caller that is none, or has hung up.</returns>
    public string? FindOwner(EndPoint caller, int port)
    {
        if (TcpTable.FindInode((IPEndPoint)caller, new IPEndPoint(IPAddress.Loopback, port)) is not { } inode)
        {
            return null;
        }

        var running = members.Select(m => (m.Name, Process: m.Process()))
            .Where(m => m.Process is { } process && ProcStat.IsRunning(process.Pid, process.StartTicks))
            .Select(m => (m.Name, m.Process!.Value.Pid)).ToList();
        foreach (var (name, pid) in running)
        {
            if (OpenSockets.Holds(pid, inode))
            {
                return name;
            }
        }

        // Rarely needed, since it reads the whole process table.
        var processes = ProcessSnapshot.Take();
        return running.FirstOrDefault(m => processes.Descendants(m.Pid).Exists(p => OpenSockets.Holds(p.Pid, inode))).Name;
    }
}
