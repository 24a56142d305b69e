using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>What only coordinators do at the start: wait for DB servers, and one of them sets the cluster up.</summary>
internal sealed class Bootstrap(
    AgencyClient agency, ServerState state, IServerLog log, TimeProvider time, Func<CancellationToken, Task> populate)
{
    private const int WantedDbServers = 2;
    private const int BootstrapLifetimeSeconds = 300;
    private const string Done = ": done";

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _secondDbServerLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _healthLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _logInterval = TimeSpan.FromSeconds(1);

    /// <summary>Waits for two DB servers, or for one after 15 seconds.</summary>
    public async Task WaitForDbServersAsync(CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var loggedAt = -_logInterval;
        while (true)
        {
            var current = await agency.ReadAsync(cancellationToken, "/arango/Current/DBServers");
            var count = current.KeysAt("arango", "Current", "DBServers").Count();
            var waited = time.GetElapsedTime(startedAt);
            if (count >= WantedDbServers || (count > 0 && waited >= _secondDbServerLimit))
            {
                log.Info("22f55", "cluster", $"Found {count} DBservers.");
                return;
            }

            if (waited - loggedAt >= _logInterval)
            {
                log.Info("d4db4", "cluster", "Waiting for DBservers to show up...");
                loggedAt = waited;
            }

            await Task.Delay(_look, time, cancellationToken);
        }
    }

    /// <summary>Returns when some coordinator has set the cluster up; that may be this one.</summary>
    public async Task RaceAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = await agency.ReadAsync(cancellationToken, "/arango/Bootstrap");
            var holder = seen.TextAt("arango", "Bootstrap");
            if (holder?.EndsWith(Done, StringComparison.Ordinal) == true)
            {
                return;
            }

            // Our own id without "done" is left from a start that did not come to its end.
            if (holder == state.Id || (holder is null && await ClaimAsync(cancellationToken)))
            {
                await SetUpAsync(cancellationToken);
                return;
            }

            await Task.Delay(_look, time, cancellationToken);
        }
    }

    public async Task WaitForDatabasesAsync(CancellationToken cancellationToken)
    {
        var loggedAt = time.GetTimestamp() - time.TimestampFrequency;
        while ((await agency.ReadAsync(cancellationToken, "/arango/Plan/Databases")).At("arango", "Plan", "Databases", "_system") is null)
        {
            if (time.GetElapsedTime(loggedAt) >= _logInterval)
            {
                log.Info("db886", "cluster", "Waiting for databases to appear...");
                loggedAt = time.GetTimestamp();
            }

            await Task.Delay(_look, time, cancellationToken);
        }
    }

    /// <summary>Waits up to 15 seconds until the supervision has seen this server.</summary>
    public async Task WaitForOwnHealthAsync(CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        while ((await agency.ReadAsync(cancellationToken, $"/arango/Supervision/Health/{state.Id}"))
            .At("arango", "Supervision", "Health", state.Id) is not JsonObject { Count: > 0 })
        {
            if (time.GetElapsedTime(startedAt) >= _healthLimit)
            {
                log.Info("2c993", "cluster", "No own entry in Supervision/Health after 15 seconds, going on without it.");
                return;
            }

            await Task.Delay(_look, time, cancellationToken);
        }
    }

    private Task<bool> ClaimAsync(CancellationToken cancellationToken)
    {
        var claim = AgencyOperations.Set(state.Id);
        claim["ttl"] = BootstrapLifetimeSeconds;
        return agency.WriteAsync(
            new JsonObject { ["arango/Bootstrap"] = claim },
            new JsonObject { ["arango/Bootstrap"] = AgencyOperations.Absent() },
            cancellationToken);
    }

    /// <summary>The writes of a new cluster in the recorded order.</summary>
    private async Task SetUpAsync(CancellationToken cancellationToken)
    {
        await PopulateAsync(cancellationToken);
        var seen = await agency.ReadAsync(cancellationToken, "/arango/Current/Foxxmaster");
        if (string.IsNullOrEmpty(seen.TextAt("arango", "Current", "Foxxmaster")))
        {
            await FoxxMaster.TryBecomeAsync(agency, state, seen.At("arango", "Current", "Foxxmaster"), cancellationToken);
        }

        await agency.WriteAsync(
            new JsonObject { ["arango/Bootstrap"] = AgencyOperations.Set(state.Id + Done) },
            new JsonObject { ["arango/Bootstrap"] = AgencyOperations.Is(state.Id) },
            cancellationToken);
        await agency.SetAsync("arango/ClusterUpgradeVersion", Product.VersionNumber, cancellationToken);
        await agency.SetAsync("arango/SystemCollectionsCreated", true, cancellationToken);
    }

    /// <summary>A DB server may die in the middle of it: then once more.</summary>
    private async Task PopulateAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await populate(cancellationToken);
                return;
            }
            catch (DataError e)
            {
                log.Warning(LogIds.Unknown, "cluster", $"system collections could not be created, trying again: {e.Message}");
                await Task.Delay(_logInterval, time, cancellationToken);
            }
        }
    }
}
