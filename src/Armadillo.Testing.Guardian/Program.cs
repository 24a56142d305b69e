using System.Globalization;
using Armadillo.Testing.Guardian;
using Armadillo.Testing.Native;
using Armadillo.Testing.Processes.Guarding;

// Started as: armadillo-guardian <pid of the host> <start time of the host>
var hostPid = int.Parse(args[0], CultureInfo.InvariantCulture);
var hostStart = long.Parse(args[1], CultureInfo.InvariantCulture);

Surroundings.Prepare();
var channel = new HostChannel();
var members = new Members(channel);
var reaper = new Reaper(members);
reaper.Start();
_ = ProcStat.TryRead(Environment.ProcessId, out var self);
channel.Send(new FrameWriter(FrameKind.Ready).Write(self.Pid).Write(self.StartTicks));

// The main thread launches and never ends before the process does: a parent death signal is bound to the thread that
// started the child, not to the process.
using (var watch = new HostWatch(hostPid, hostStart))
{
    new Commands(channel, members).Serve(watch);
}

// From here on nobody listens any more, or the host asked for the end by closing its side: both mean that all must go.
// The bound is for processes stuck in the kernel; nothing else survives SIGKILL.
Descendants.KillAll(members, TimeSpan.FromSeconds(8));
reaper.ReapAllEnded();
return 0;
