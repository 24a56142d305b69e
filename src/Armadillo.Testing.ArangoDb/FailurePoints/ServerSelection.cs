using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Topologies;

namespace Armadillo.Testing.ArangoDb.FailurePoints;

/// <summary>Which servers of a topology are meant, as a value. A server or a role is one by itself.</summary>
public sealed class ServerSelection
{
    private readonly Func<IReadOnlyList<ArangoServer>, IEnumerable<ArangoServer>> _select;

    private ServerSelection(string description, Func<IReadOnlyList<ArangoServer>, IEnumerable<ArangoServer>> select)
    {
        Description = description;
        _select = select;
    }

    /// <summary>All servers that run.</summary>
    public static ServerSelection Running { get; } = new("all that run", static all => all.Where(s => s.State == Instances.InstanceState.Running));

    /// <summary>The selection in words.</summary>
    public string Description { get; }

    /// <summary>All servers with one of these roles.</summary>
    public static ServerSelection WithRole(params IReadOnlyList<ArangoRole> roles) =>
        new($"those with the role {string.Join(" or ", roles)}", all => all.Where(s => roles.Contains(s.Role)));

    /// <summary>The servers with these names, for example <c>dbserver-1</c>, or ids, for example <c>PRMR-…</c>.</summary>
    public static ServerSelection Named(params IReadOnlyList<string> names) =>
        new($"those named {string.Join(" or ", names)}", all => all.Where(s => names.Contains(s.Name) || (s.Id is { } id && names.Contains(id))));

    /// <summary>The servers that a test picks.</summary>
    /// <param name="description">The selection in words, for messages.</param>
    /// <param name="predicate">Whether a server is meant.</param>
    public static ServerSelection Where(string description, Func<ArangoServer, bool> predicate) => new(description, all => all.Where(predicate));

    /// <summary>These servers.</summary>
    public static ServerSelection Of(params IReadOnlyList<ArangoServer> servers) =>
        new(servers.Count == 0 ? "an empty list" : string.Join(", ", servers.Select(s => s.Name)), _ => servers);

    /// <summary>One server.</summary>
    public static implicit operator ServerSelection(ArangoServer server) => Of(server);

    /// <summary>All servers with a role.</summary>
    public static implicit operator ServerSelection(ArangoRole role) => WithRole(role);

    /// <inheritdoc/>
    public override string ToString() => Description;

    /// <exception cref="ArgumentException">Nothing is selected; the message lists the candidates.</exception>
    internal IReadOnlyList<ArangoServer> From(IReadOnlyList<ArangoServer> candidates)
    {
        var selected = _select(candidates).ToList();
        if (selected.Count == 0)
        {
            throw new ArgumentException($"No server is selected: {Description}. The servers are: {string.Join(", ", candidates.Select(s => $"{s.Name} ({s.Role}, {s.State})"))}.");
        }

        return selected.Find(s => !candidates.Contains(s)) is { } stranger
            ? throw new ArgumentException($"{stranger.Name} belongs to another topology. The servers of this one are: {string.Join(", ", candidates.Select(s => s.Name))}.")
            : selected;
    }
}
