using System.Net;
using Armadillo.Testing.Native;
using Armadillo.Testing.Time;

namespace Armadillo.Testing.Links;

/// <summary>Finds out which member dialled: the one with the process that holds the other end of the connection, or with a process above that.</summary>
internal sealed class LinkMembers(IReadOnlyList<LinkMember> members, TimeProvider time)
{
    /// <summary>Also waits for launches under way, of which nobody knows the process yet.</summary>
    public async Task<LinkCaller> WaitForCallerAsync(EndPoint caller, int port, CancellationToken cancellationToken)
    {
        var schedule = default(PollSchedule);
        while (true)
        {
            // Asked before looking: a launch that ends in between is seen by the look.
            var launching = members.Any(m => m.IsLaunching());
            if (Find(caller, port) is var found && (!found.IsStranger || !launching))
            {
                return found;
            }

            await Task.Delay(schedule.Next(), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Who holds the other end now.</summary>
    public LinkCaller Find(EndPoint caller, int port)
    {
        var (local, remote) = ((IPEndPoint)caller, new IPEndPoint(IPAddress.Loopback, port));
        if (TcpTable.FindInode(local, remote) is not { } inode)
        {
            return LinkCaller.HungUp;
        }

        return FindHolder(inode) is { } name ? new LinkCaller(name)

            // It may have been closed between the two looks, and have been a member's.
            : TcpTable.FindInode(local, remote) is null ? LinkCaller.HungUp
            : LinkCaller.Stranger;
    }

    private string? FindHolder(long inode)
    {
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
