using Armadillo.Testing.ArangoDb.Topologies;

namespace Armadillo.Testing.ArangoDb.Aftercare;

/// <summary>The databases of a topology. Checks that look at the same time share one request.</summary>
internal sealed class DatabaseNames(ArangoTopologies topologies)
{
    private readonly Lock _lock = new();
    private Task<IReadOnlyList<string>> _asked = Task.FromResult<IReadOnlyList<string>>([]);

    public Task<IReadOnlyList<string>> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_asked.IsCompleted)
            {
                _asked = AskAsync(cancellationToken);
            }

            return _asked;
        }
    }

    private async Task<IReadOnlyList<string>> AskAsync(CancellationToken cancellationToken) =>
        [.. (await FrontEnd.ListAsync(topologies.Current, "/_api/database", cancellationToken).ConfigureAwait(false)).Select(name => name.ToString())];
}
