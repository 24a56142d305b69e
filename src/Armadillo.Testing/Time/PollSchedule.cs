namespace Armadillo.Testing.Time;

/// <summary>Pauses between two looks where only looking works: 25 ms at first, half as much again each time, 500 ms at most.</summary>
internal struct PollSchedule
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    private TimeSpan _last;

    public TimeSpan Next()
    {
        _last = _last == TimeSpan.Zero ? First : _last * 1.5;
        return _last = _last > Longest ? Longest : _last;
    }
}
