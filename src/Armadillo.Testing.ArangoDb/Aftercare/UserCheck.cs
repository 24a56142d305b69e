using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Fixtures;

namespace Armadillo.Testing.ArangoDb.Aftercare;

internal sealed class UserCheck(ArangoTopologies topologies) : IStateCheck
{
    public string Kind => "user";

    public async Task<IReadOnlyCollection<string>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await FrontEnd.ListAsync(topologies.Current, "/_api/user", cancellationToken).ConfigureAwait(false)).Select(u => $"{u["user"]}")];

    public Task RemoveAsync(string item, CancellationToken cancellationToken) =>
        FrontEnd.ChangeAsync(topologies.Current, HttpMethod.Delete, $"/_api/user/{Uri.EscapeDataString(item)}", null, cancellationToken);
}
