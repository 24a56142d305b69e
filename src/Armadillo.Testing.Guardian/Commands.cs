using Armadillo.Testing.Processes.Guarding;

namespace Armadillo.Testing.Guardian;

/// <summary>Does what the host asks for, one command after the other, until the host is gone.</summary>
internal sealed class Commands(HostChannel channel, Members members)
{
    private static readonly TimeSpan TreeTimeout = TimeSpan.FromSeconds(10);

    internal void Serve(HostWatch watch)
    {
        if (!watch.HostRuns)
        {
            return;
        }

        while (watch.WaitForCommands() && channel.Receive())
        {
            while (channel.TryTake(out var frame))
            {
                Execute(frame!);
            }
        }
    }

    private void Execute(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Launch:
                members.Launch(frame);
                break;

            case FrameKind.Signal:
                var request = frame.ReadInt32();
                var error = members.Signal(frame.ReadInt32(), frame.ReadInt32());
                channel.Send(new FrameWriter(FrameKind.Signalled).Write(request).Write(error));
                break;

            case FrameKind.KillTree:
                // May wait for processes to end: never on the thread that launches.
                new Thread(() => KillTree(frame)) { IsBackground = true }.Start();
                break;
        }
    }

    private void KillTree(Frame frame)
    {
        var request = frame.ReadInt32();
        var member = frame.ReadInt32();
        var pid = frame.ReadInt32();
        var offset = frame.ReadStringOffset(out var length);
        var left = Descendants.KillTree(members, member, pid, frame.Bytes.AsSpan(offset, length).ToArray(), TreeTimeout);
        channel.Send(new FrameWriter(FrameKind.TreeKilled).Write(request).Write(left));
    }
}
