using System.Collections.Concurrent;

namespace Armadillo.Testing.Logs;

/// <summary>Looks at every log each 50 ms, for systems without a notice of growth that covers files held open.</summary>
internal sealed class PollingLogFollower : LogFollower
{
    private readonly ConcurrentDictionary<LogTail, byte> _tails = new();
    private readonly ITimer _timer;

    public PollingLogFollower(TimeProvider time)
    {
        var interval = TimeSpan.FromMilliseconds(50);
        _timer = time.CreateTimer(_ => DrainAll(), null, interval, interval);
    }

    public override IDisposable Follow(LogTail tail)
    {
        _tails[tail] = 0;
        return new Following(this, tail);
    }

    public override void Dispose() => _timer.Dispose();

    private void DrainAll()
    {
        foreach (var tail in _tails.Keys)
        {
            tail.Drain();
        }
    }

    private sealed class Following(PollingLogFollower follower, LogTail tail) : IDisposable
    {
        public void Dispose() => follower._tails.TryRemove(tail, out _);
    }
}
