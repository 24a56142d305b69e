using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Instances;

namespace Armadillo.Testing.ArangoDb.Aftercare;

/// <summary>Failure points that were set without this library's handles, as <c>name on server</c>.</summary>
internal sealed class FailurePointCheck(ArangoTopologies topologies) : IStateCheck
{
    private const string On = " on ";

    public string Kind => "failure point";

    public async Task<IReadOnlyCollection<string>> ListAsync(CancellationToken cancellationToken)
    {
        var topology = topologies.Current;
        var running = topology.Servers.Where(s => s.State == InstanceState.Running).ToList();
        if (running.Count == 0 || !await topology.Points.AreAvailableAsync(cancellationToken).ConfigureAwait(false))
        {
            return [];
        }

        var lists = await Task.WhenAll(running.Select(async server =>
            (await topology.Points.ListAsync(server, cancellationToken).ConfigureAwait(false)).Select(name => $"{name}{On}{server.Name}"))).ConfigureAwait(false);
        return [.. lists.SelectMany(l => l)];
    }

    public Task RemoveAsync(string item, CancellationToken cancellationToken)
    {
        var at = item.LastIndexOf(On, StringComparison.Ordinal);
        return topologies.Current.Points.ClearOnAsync(topologies.Current[item[(at + On.Length)..]], item[..at], cancellationToken);
    }
}
