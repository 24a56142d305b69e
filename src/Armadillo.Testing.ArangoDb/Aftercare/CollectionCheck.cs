using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Fixtures;

namespace Armadillo.Testing.ArangoDb.Aftercare;

/// <summary>Collections of all databases but the system's own, as <c>database/collection</c>.</summary>
internal sealed class CollectionCheck(ArangoTopologies topologies) : IStateCheck
{
    public string Kind => "collection";

    public async Task<IReadOnlyCollection<string>> ListAsync(CancellationToken cancellationToken)
    {
        var databases = await FrontEnd.ListAsync(topologies.Current, "/_api/database", cancellationToken).ConfigureAwait(false);
        var collections = await Task.WhenAll(databases.Select(d => OfAsync(d!.ToString(), cancellationToken))).ConfigureAwait(false);
        return [.. collections.SelectMany(c => c)];
    }

    public Task RemoveAsync(string item, CancellationToken cancellationToken)
    {
        var parts = item.Split('/', 2);
        return FrontEnd.ChangeAsync(
            topologies.Current, HttpMethod.Delete, $"/_db/{Uri.EscapeDataString(parts[0])}/_api/collection/{Uri.EscapeDataString(parts[1])}", null, cancellationToken);
    }

    private async Task<IEnumerable<string>> OfAsync(string database, CancellationToken cancellationToken)
    {
        var list = await FrontEnd.ListAsync(topologies.Current, $"/_db/{Uri.EscapeDataString(database)}/_api/collection?excludeSystem=true", cancellationToken).ConfigureAwait(false);
        return list.OfType<JsonObject>().Select(c => $"{database}/{c["name"]}");
    }
}
