using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.PlanExecution;

/// <summary>
/// A DB server's maintenance: whenever the agency's tree changes where it matters, compares the plan with what is here and with what
/// was reported, acts, and reports.
/// </summary>
internal sealed class PlanExecutor
{
    private const string Topic = "maintenance";

    private static readonly string[][] _places =
        [.. new[] { "Plan/Databases", "Plan/Collections", "Current/Databases", "Current/Collections" }.Select(StorePath.Split)];

    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(1);

    private readonly ServerContext _server;
    private readonly ClusterMember _cluster;
    private readonly UnsoundEntries _unsound;
    private readonly DatabaseExecution _databases;
    private readonly ShardExecution _shards;
    private readonly Value?[] _last = new Value?[_places.Length];

    public PlanExecutor(ServerContext server, ClusterMember cluster)
    {
        (_server, _cluster, _unsound) = (server, cluster, new UnsoundEntries(server.Log, Topic));
        _databases = new DatabaseExecution(server, _unsound);
        _shards = new ShardExecution(server, cluster, _unsound);
    }

    public void Start(CancellationToken cancellationToken) => _ = Task.Run(() => LoopAsync(cancellationToken), cancellationToken);

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var view = _cluster.Cache.Now;
            var done = false;
            try
            {
                done = !Changed(view.Tree) || await RoundAsync(view.Tree, cancellationToken);
            }
            catch (Exception e) when (e is AgencyUnreachableException or AgencyUnauthorizedException)
            {
                _server.Log.Warning(LogIds.Unknown, Topic, $"could not report to the agency: {e.Message}");
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                _unsound.Tell("Plan", e);
            }

            if (!done)
            {
                Array.Clear(_last);
            }

            await _cluster.Cache.NewerAsync(view, done ? _longest : _retry, cancellationToken);
        }
    }

    /// <summary>False when something has to be tried again.</summary>
    private async Task<bool> RoundAsync(ObjectValue tree, CancellationToken cancellationToken)
    {
        if (!tree.Has("Plan/Databases"))
        {
            return true;
        }

        var done = true;
        foreach (var change in _databases.Run(tree).ToList())
        {
            done &= await _cluster.CommitAsync(change, cancellationToken) is not null;
        }

        return await _shards.RunAsync(tree, cancellationToken) && done;
    }

    private bool Changed(ObjectValue tree)
    {
        var changed = false;
        for (var i = 0; i < _places.Length; i++)
        {
            var now = tree.At(_places[i]);
            changed |= !ReferenceEquals(now, _last[i]);
            _last[i] = now;
        }

        return changed;
    }
}
