using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Fixtures;

namespace Armadillo.Testing.ArangoDb.Aftercare;

internal sealed class DatabaseCheck(ArangoTopologies topologies) : IStateCheck
{
    public string Kind => "database";

    public async Task<IReadOnlyCollection<string>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await FrontEnd.ListAsync(topologies.Current, "/_api/database", cancellationToken).ConfigureAwait(false)).Select(name => name!.ToString())];

    public Task RemoveAsync(string item, CancellationToken cancellationToken) =>
        FrontEnd.ChangeAsync(topologies.Current, HttpMethod.Delete, $"/_api/database/{Uri.EscapeDataString(item)}", null, cancellationToken);
}
