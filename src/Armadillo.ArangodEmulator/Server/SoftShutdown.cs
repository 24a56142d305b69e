using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>Lets what runs come to its end, refuses what is new, then stops the coordinator.</summary>
internal sealed class SoftShutdown(ServerContext server)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(2);

    private int _begun;

    public bool Ongoing => Volatile.Read(ref _begun) == 1;

    public void Begin()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 1)
        {
            server.Log.Info("cce32", "startup", "Received second soft shutdown request, ignoring it.");
            return;
        }

        server.Log.Info("fedd2", "startup", "Initiating soft shutdown");
        server.Jobs.Close();
        server.Cursors.Close();
        server.Transactions.Close();
        _ = WatchAsync();
    }

    public JsonObject Progress()
    {
        var (cursors, transactions) = (server.Cursors.Count, server.Transactions.Running);
        var (pending, done, ongoing) = (server.Jobs.Pending, server.Jobs.Done, server.Requests.LowPriorityOngoing);
        return new JsonObject
        {
            ["softShutdownOngoing"] = Ongoing,
            ["AQLcursors"] = cursors,
            ["transactions"] = transactions,
            ["pendingJobs"] = pending,
            ["doneJobs"] = done,
            ["lowPrioOngoingRequests"] = ongoing,
            ["lowPrioQueuedRequests"] = 0,
            ["allClear"] = cursors + transactions + pending + done + ongoing == 0,
        };
    }

    private async Task WatchAsync()
    {
        var stopping = server.Stop.Stopping;
        try
        {
            while (true)
            {
                await Task.Delay(_interval, server.Time, stopping);
                var progress = Progress();
                if ((bool)progress["allClear"]!)
                {
                    break;
                }

                server.Log.Info("ffeec", "startup", $"Soft shutdown check said 'not all clear': {progress.ToJsonString()}");
            }

            server.Log.Info("ffeed", "startup", "Goal reached for soft shutdown, all activities have ended");
            await Task.Delay(_interval, server.Time, stopping);
            server.Stop.Stop();
        }
        catch (OperationCanceledException)
        {
            // Somebody was in more of a hurry.
        }
    }
}
