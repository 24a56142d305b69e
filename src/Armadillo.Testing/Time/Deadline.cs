namespace Armadillo.Testing.Time;

/// <summary>
/// A monotonic point in time that every wait inside an operation is clamped to. Changing the wall clock does not move it.
/// </summary>
public readonly struct Deadline : IEquatable<Deadline>
{
    private readonly TimeProvider? _time;
    private readonly long _timestamp;

    private Deadline(TimeProvider time, long timestamp)
    {
        _time = time;
        _timestamp = timestamp;
    }

    /// <summary>A deadline that never passes.</summary>
    public static Deadline Never => default;

    /// <summary>How much time is left, never negative; <see cref="Timeout.InfiniteTimeSpan"/> for <see cref="Never"/>.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (_time is null)
            {
                return Timeout.InfiniteTimeSpan;
            }

            var left = _time.GetElapsedTime(_time.GetTimestamp(), _timestamp);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Whether no time is left.</summary>
    public bool HasPassed => _time is not null && Remaining == TimeSpan.Zero;

    /// <summary>The point <paramref name="timeout"/> from now.</summary>
    /// <param name="timeout">Zero or more; <see cref="Timeout.InfiniteTimeSpan"/> gives <see cref="Never"/>.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public static Deadline After(TimeSpan timeout, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            return Never;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        var ticks = timeout.TotalSeconds * time.TimestampFrequency;
        return new Deadline(time, ticks >= long.MaxValue / 2 ? long.MaxValue / 2 : time.GetTimestamp() + (long)ticks);
    }

    /// <summary>The earlier of two deadlines of the same clock.</summary>
    public Deadline Earlier(Deadline other)
    {
        if (_time is null)
        {
            return other;
        }

        return other._time is null || _timestamp <= other._timestamp ? this : other;
    }

    /// <summary>The shorter of <paramref name="duration"/> and what is left.</summary>
    public TimeSpan Clamp(TimeSpan duration)
    {
        var left = Remaining;
        return left == Timeout.InfiniteTimeSpan || (duration != Timeout.InfiniteTimeSpan && duration < left) ? duration : left;
    }

    /// <summary>A source that is cancelled when the deadline passes or <paramref name="cancellationToken"/> is; dispose it.</summary>
    public CancellationTokenSource CreateTokenSource(CancellationToken cancellationToken)
    {
        if (_time is null)
        {
            return CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        }

        var timer = new CancellationTokenSource(Remaining, _time);
        if (!cancellationToken.CanBeCanceled)
        {
            return timer;
        }

        return new LinkedSource(timer, cancellationToken);
    }

    /// <inheritdoc/>
    public bool Equals(Deadline other) => ReferenceEquals(_time, other._time) && _timestamp == other._timestamp;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Deadline other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_time, _timestamp);

    /// <summary>Whether both are the same point of the same clock.</summary>
    public static bool operator ==(Deadline left, Deadline right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Deadline left, Deadline right) => !left.Equals(right);

    /// <summary>Frees the timer and both registrations together.</summary>
    private sealed class LinkedSource : CancellationTokenSource
    {
        private readonly CancellationTokenSource _timer;
        private readonly CancellationTokenRegistration _fromTimer;
        private readonly CancellationTokenRegistration _fromCaller;

        public LinkedSource(CancellationTokenSource timer, CancellationToken caller)
        {
            _timer = timer;
            _fromTimer = timer.Token.UnsafeRegister(static self => ((LinkedSource)self!).Cancel(), this);
            _fromCaller = caller.UnsafeRegister(static self => ((LinkedSource)self!).Cancel(), this);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _fromCaller.Dispose();
                _fromTimer.Dispose();
                _timer.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
