using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Fixtures;

namespace Armadillo.Testing.ArangoDb.Aftercare;

/// <summary>What every database has some of, as <c>database/item</c>.</summary>
/// <param name="topologies">The topology that is looked at.</param>
/// <param name="databases">Its databases.</param>
/// <param name="path">Where a database lists them, and, with the item behind it, where one is removed.</param>
/// <param name="listQuery">The query of the list.</param>
/// <param name="removeQuery">The query of the removal.</param>
internal abstract class DatabaseItemCheck(ArangoTopologies topologies, DatabaseNames databases, string path, string listQuery = "", string removeQuery = "") : IStateCheck
{
    public abstract string Kind { get; }

    public async Task<IReadOnlyCollection<string>> ListAsync(CancellationToken cancellationToken)
    {
        var names = await databases.GetAsync(cancellationToken).ConfigureAwait(false);
        var items = await Task.WhenAll(names.Select(name => OfAsync(name, cancellationToken))).ConfigureAwait(false);
        return [.. items.SelectMany(i => i)];
    }

    public Task RemoveAsync(string item, CancellationToken cancellationToken)
    {
        var parts = item.Split('/', 2);
        return FrontEnd.ChangeAsync(topologies.Current, HttpMethod.Delete, $"{In(parts[0])}/{Uri.EscapeDataString(parts[1])}{removeQuery}", null, cancellationToken);
    }

    /// <summary>The items in the answer of one database that a test may have made.</summary>
    internal abstract IEnumerable<string> Items(JsonNode answer, string database);

    private async Task<IEnumerable<string>> OfAsync(string database, CancellationToken cancellationToken) =>
        await FrontEnd.AskAsync(topologies.Current, In(database) + listQuery, cancellationToken).ConfigureAwait(false) is { } answer
            ? Items(answer, database).Select(item => $"{database}/{item}")
            : [];

    private string In(string database) => $"/_db/{Uri.EscapeDataString(database)}{path}";
}
