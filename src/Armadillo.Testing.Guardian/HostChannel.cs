using System.Runtime.InteropServices;
using Armadillo.Testing.Native;
using Armadillo.Testing.Processes.Guarding;

namespace Armadillo.Testing.Guardian;

/// <summary>The two pipes to the host: commands on standard input, answers and exits on standard output.</summary>
internal sealed unsafe class HostChannel
{
    private readonly Lock _sending = new();
    private readonly FrameReader _reader = new();

    internal void Send(FrameWriter writer)
    {
        lock (_sending)
        {
            var frame = writer.Complete();
            fixed (byte* pointer = frame)
            {
                var sent = 0;
                while (sent < frame.Length)
                {
                    var count = LibC.Write(1, pointer + sent, frame.Length - sent);
                    if (count < 0 && Marshal.GetLastPInvokeError() != LibC.Eintr)
                    {
                        // The host is gone; its watch says so too.
                        return;
                    }

                    sent += (int)Math.Max(count, 0);
                }
            }
        }
    }

    /// <summary>Reads what is there. <see langword="false"/> when the host closed its side.</summary>
    internal bool Receive()
    {
        fixed (byte* pointer = _reader.FreeSpace())
        {
            var count = LibC.Read(0, pointer, _reader.FreeSpace().Length);
            if (count > 0)
            {
                _reader.Advance((int)count);
            }

            return count > 0 || (count < 0 && Marshal.GetLastPInvokeError() == LibC.Eintr);
        }
    }

    internal bool TryTake(out Frame? frame) => _reader.TryTake(out frame);
}
