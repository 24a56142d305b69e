using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Fixtures;

namespace Armadillo.Testing.ArangoDb.Aftercare;

internal sealed class DatabaseCheck(ArangoTopologies topologies, DatabaseNames databases) : IStateCheck
{
    public string Kind => "database";

    public async Task<IReadOnlyCollection<string>> ListAsync(CancellationToken cancellationToken) => await databases.GetAsync(cancellationToken).ConfigureAwait(false);

    public Task RemoveAsync(string item, CancellationToken cancellationToken) =>
        FrontEnd.ChangeAsync(topologies.Current, HttpMethod.Delete, $"/_api/database/{Uri.EscapeDataString(item)}", null, cancellationToken);
}
