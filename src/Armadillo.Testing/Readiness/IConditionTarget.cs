using Armadillo.Testing.Logs;
using Armadillo.Testing.Workspaces;

namespace Armadillo.Testing.Readiness;

/// <summary>What a condition may look at: an instance, seen from below.</summary>
public interface IConditionTarget
{
    /// <summary>Name of the instance.</summary>
    string Name { get; }

    /// <summary>Role of the instance.</summary>
    string Role { get; }

    /// <summary>Where it listens; <see langword="null"/> when it has no port.</summary>
    Uri? Endpoint { get; }

    /// <summary>Where other members reach it; the same as <see cref="Endpoint"/> without link faults.</summary>
    Uri? PeerEndpoint { get; }

    /// <summary>What it writes.</summary>
    InstanceLog Log { get; }

    /// <summary>Its directories.</summary>
    InstanceDirectories Directories { get; }
}
