namespace Armadillo.ArangodEmulator.Server;

/// <summary>
/// Numbers that no other coordinator gives, for what lives on one coordinator only: they hold the number of the coordinator's short
/// name, so that every other one knows whom to ask.
/// </summary>
internal sealed class ServerTicks(ServerState state, TimeProvider time)
{
    // As in the server's sources: the upper bits are the server's.
    private const int ServerShift = 40;

    private long _last = time.GetUtcNow().ToUnixTimeMilliseconds() & ((1L << ServerShift) - 1);

    public long Next() => (state.ShortId << ServerShift) | Interlocked.Increment(ref _last);

    /// <summary>The number of the server that gave the tick; 0 outside a cluster.</summary>
    public static long ServerOf(long tick) => tick >> ServerShift;
}
