using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Debugging;
using Armadillo.ArangodEmulator.Http.Statistics;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>Tells the agency each second that this server lives, and reads what the agency wants of it.</summary>
internal sealed class Heartbeat(AgencyClient agency, ServerState state, FailurePoints failurePoints, ServerLog log, StopRequests stop, TimeProvider time)
{
    private const int WarnEach = 5;

    private static readonly TimeSpan _sendLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _lastBeatLimit = TimeSpan.FromSeconds(4);

    private Task _loop = Task.CompletedTask;
    private long _failures;

    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A coordinator that cannot beat for so long stops itself.</summary>
    public TimeSpan StopAfter { get; set; } = TimeSpan.FromSeconds(1800);

    /// <summary>Milliseconds that beats took.</summary>
    public Distribution Times { get; } = new(19, 35, 66, 128, 253, 503, 1003, 2003, 4002);

    public long Failures => Interlocked.Read(ref _failures);

    public void Start() => _loop = Task.Run(() => LoopAsync(stop.Stopping));

    /// <summary>What a DB server says about its storage; coordinators have none.</summary>
    public Func<JsonObject?> Health { get; set; } = () => null;

    /// <summary>One beat with the present state.</summary>
    public Task<bool> BeatAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var beat = new JsonObject { ["status"] = state.ClusterState, ["time"] = ClusterTime.Text(time.GetUtcNow()) };
        if (Health() is { } health)
        {
            beat["health"] = health;
        }

        return agency.TransientAsync(
            new JsonObject { [$"/arango/Sync/ServerStates/{state.Id}"] = AgencyOperations.Set(beat) }, limit, cancellationToken);
    }

    /// <summary>The SHUTDOWN beat, after the loop has ended.</summary>
    public async Task EndAsync()
    {
        await _loop;
        state.ClusterState = "SHUTDOWN";
        await BeatAsync(_lastBeatLimit, CancellationToken.None);
    }

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        var lastSuccess = time.GetTimestamp();
        var inRow = 0;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                var startedAt = time.GetTimestamp();
                if (await TryRoundAsync(cancellationToken))
                {
                    lastSuccess = time.GetTimestamp();
                    inRow = 0;
                }
                else if (++inRow % WarnEach == 0)
                {
                    log.Warning("4e2f5", "heartbeat", $"heartbeat could not be sent to agency endpoints ({string.Join(", ", agency.Endpoints)})");
                }

                Times.Add(time.GetElapsedTime(startedAt).TotalMilliseconds);
                if (time.GetElapsedTime(startedAt) > _sendLimit)
                {
                    log.Warning("776a5", "heartbeat", "ATTENTION: sending a heartbeat took longer than 2 seconds");
                }

                if (state.Role == ServerRole.Coordinator && time.GetElapsedTime(lastSuccess) > StopAfter)
                {
                    stop.Stop();
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task<bool> TryRoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!failurePoints.IsSet(FailurePoints.SendServerState) && !await BeatAsync(_sendLimit, cancellationToken))
            {
                Interlocked.Increment(ref _failures);
                return false;
            }

            await ObeyAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (e is AgencyUnreachableException or AgencyUnauthorizedException)
        {
            Interlocked.Increment(ref _failures);
            return false;
        }
    }

    private async Task ObeyAsync(CancellationToken cancellationToken)
    {
        var seen = await agency.ReadAsync(cancellationToken, "/arango/Shutdown", "/arango/Readonly", "/arango/Current/Foxxmaster", "/arango/Current/FoxxmasterQueueupdate");
        if (seen.At("arango", "Shutdown") is JsonValue shutdown && shutdown.TryGetValue<bool>(out var wanted) && wanted)
        {
            stop.Stop();
        }

        state.ReadOnly = seen.At("arango", "Readonly") is JsonValue readOnly && readOnly.TryGetValue<bool>(out var on) && on;
        state.FoxxMaster = seen.TextAt("arango", "Current", "Foxxmaster") ?? "";
        if (state is { Role: ServerRole.Coordinator, Mode: ServerMode.Default, FoxxMaster: "" })
        {
            await FoxxMaster.TryBecomeAsync(agency, state, seen.At("arango", "Current", "Foxxmaster"), cancellationToken);
        }
        else if (state.Mode == ServerMode.Default && state.FoxxMaster == state.Id)
        {
            await FoxxMaster.ServeQueuesAsync(agency, seen.At("arango", "Current", "FoxxmasterQueueupdate"), cancellationToken);
        }
    }
}
