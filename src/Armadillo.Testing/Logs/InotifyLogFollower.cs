using System.Buffers.Binary;
using System.Collections.Concurrent;
using Armadillo.Testing.Native;
using Microsoft.Win32.SafeHandles;

namespace Armadillo.Testing.Logs;

/// <summary>One thread for all logs of a container; it sleeps in the kernel while nobody writes.</summary>
internal sealed class InotifyLogFollower : LogFollower
{
    private readonly SafeFileHandle _inotify = Inotify.Create();
    private readonly ConcurrentDictionary<int, LogTail> _tails = new();
    private readonly SafeFileHandle _wakeUp = Inotify.CreateWakeUp();
    private readonly Lock _closing = new();
    private volatile bool _ended;

    public InotifyLogFollower()
    {
        var thread = new Thread(Read) { IsBackground = true, Name = "armadillo logs" };
        thread.Start();
    }

    public override IDisposable Follow(LogTail tail)
    {
        var watch = Inotify.AddWatch(_inotify, tail.Path);
        _tails[watch] = tail;

        // What was written before the watch began.
        tail.Drain();
        return new Following(this, watch);
    }

    public override void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        Inotify.WakeUp(_wakeUp);
    }

    private void Read()
    {
        var buffer = new byte[64 * 1024];

        // Whose logs grew. Stays there who had more to read than one turn allows.
        var seen = new HashSet<int>();
        while (!_ended)
        {
            if (seen.Count == 0)
            {
                Inotify.Wait(_inotify, _wakeUp);
            }

            var length = Inotify.Read(_inotify, buffer);
            for (var at = 0; at + 16 <= length;)
            {
                seen.Add(BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at)));
                at += 16 + BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at + 12));
            }

            // The kernel's queue ran over and some notices are lost: look at all.
            if (seen.Remove(Inotify.Overflow))
            {
                seen.UnionWith(_tails.Keys);
            }

            seen.RemoveWhere(watch => !_tails.TryGetValue(watch, out var tail) || !tail.Drain());
        }

        lock (_closing)
        {
            _inotify.Dispose();
            _wakeUp.Dispose();
        }
    }

    private sealed class Following(InotifyLogFollower follower, int watch) : IDisposable
    {
        public void Dispose()
        {
            lock (follower._closing)
            {
                if (follower._tails.TryRemove(watch, out _) && !follower._inotify.IsClosed)
                {
                    Inotify.RemoveWatch(follower._inotify, watch);
                }
            }
        }
    }
}
