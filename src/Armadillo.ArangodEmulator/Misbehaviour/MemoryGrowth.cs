namespace Armadillo.ArangodEmulator.Misbehaviour;

/// <summary>--emulator.grow-memory: memory that is really resident, more of it each second.</summary>
internal static class MemoryGrowth
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(long bytesPerSecond, TimeProvider time, CancellationToken stopping)
    {
        var held = new List<byte[]>();
        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            do
            {
                // Untouched pages would not be resident.
                var block = GC.AllocateUninitializedArray<byte>((int)Math.Min(bytesPerSecond, Array.MaxLength), pinned: true);
                block.AsSpan().Fill(1);
                held.Add(block);
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
