using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>
/// Takes out of the plan what a creation began there and did not bring to its end: while its coordinator lives nobody else does so, and
/// what nobody sees would keep its name for good. That of a coordinator that stops is left to the supervision.
/// </summary>
internal sealed class Withdrawal(ClusterMember cluster, StopRequests stop, Change removal)
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    /// <summary>Does the creation, from its first write on, and withdraws it when it fails.</summary>
    public async Task<T> UnlessDoneAsync<T>(Func<Task<T>> create)
    {
        try
        {
            return await create();
        }
        catch when (!stop.Stopping.IsCancellationRequested)
        {
            if (!await TryAsync())
            {
                _ = Task.Run(RepeatAsync, CancellationToken.None);
            }

            throw;
        }
    }

    /// <summary>An agency that is away may come back long after the client has had its answer.</summary>
    private async Task RepeatAsync()
    {
        do
        {
            await Task.Delay(_pause, cluster.Time, stop.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!stop.Stopping.IsCancellationRequested && !await TryAsync());
    }

    private async Task<bool> TryAsync()
    {
        try
        {
            await cluster.CommitAsync(removal, CancellationToken.None);
            return true;
        }
        catch (Exception e) when (e is AgencyUnreachableException or AgencyUnauthorizedException)
        {
            return false;
        }
    }
}
