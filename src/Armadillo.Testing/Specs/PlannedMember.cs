using Armadillo.Testing.Workspaces;

namespace Armadillo.Testing.Specs;

/// <summary>An instance whose ports and directories are decided; what arguments are built from.</summary>
public sealed record PlannedMember
{
    /// <summary>Name of the instance.</summary>
    public required string Name { get; init; }

    /// <summary>Role of the instance.</summary>
    public required string Role { get; init; }

    /// <summary>Its directories; they exist.</summary>
    public required InstanceDirectories Directories { get; init; }

    /// <summary>Its leased ports by name, in the order of the spec.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> Ports { get; init; }

    /// <summary>
    /// The ports that other members are told, in the same order under the same names. Default: <see cref="Ports"/>. With
    /// <see cref="TopologySpec.LinkFaults"/> they are ports of their own, from which the test host passes on to <see cref="Ports"/>.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, int>> PeerPorts { get => field ?? Ports; init; }

    /// <summary>Its first port, where it listens.</summary>
    /// <exception cref="InvalidOperationException">It has no port.</exception>
    public int Port => First(Ports);

    /// <summary>The first port that other members are told; the same as <see cref="Port"/> without link faults.</summary>
    /// <exception cref="InvalidOperationException">It has no port.</exception>
    public int PeerPort => First(PeerPorts);

    /// <summary>A port by its name, where it listens.</summary>
    /// <exception cref="InvalidOperationException">No such port.</exception>
    public int PortNamed(string name) => Named(Ports, name);

    /// <summary>The port with this name that other members are told; the same as <see cref="PortNamed"/> without link faults.</summary>
    /// <exception cref="InvalidOperationException">No such port.</exception>
    public int PeerPortNamed(string name) => Named(PeerPorts, name);

    private int First(IReadOnlyList<KeyValuePair<string, int>> ports) =>
        ports.Count > 0 ? ports[0].Value : throw new InvalidOperationException($"{Name} has no port.");

    private int Named(IReadOnlyList<KeyValuePair<string, int>> ports, string name)
    {
        foreach (var port in ports)
        {
            if (port.Key == name)
            {
                return port.Value;
            }
        }

        throw new InvalidOperationException($"{Name} has no port named '{name}'. It has: {string.Join(", ", ports.Select(p => p.Key))}.");
    }
}

/// <summary>What arguments and environment of one instance are built from: itself, the others and the topology's directory.</summary>
/// <param name="Self">The instance whose command line is built.</param>
/// <param name="Members">All instances, itself included, in the order of the spec.</param>
/// <param name="Directory">Directory of the topology.</param>
public sealed record PlanContext(PlannedMember Self, IReadOnlyList<PlannedMember> Members, string Directory)
{
    /// <summary>The instances of a role, in the order of the spec.</summary>
    public IEnumerable<PlannedMember> WithRole(string role) => Members.Where(m => m.Role == role);
}
