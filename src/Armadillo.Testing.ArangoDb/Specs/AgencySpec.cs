using Armadillo.Testing.ArangoDb.Options;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.ArangoDb.Specs;

/// <summary>An agency by itself: a Raft group with nothing else.</summary>
public sealed record AgencySpec : ArangoSpec
{
    /// <summary>Number of agents, odd and at least 1. Default: 3.</summary>
    public int Agents { get; init; } = 3;

    /// <summary>Elections and supervision.</summary>
    public AgencyTiming Timing { get; init; } = new();

    /// <summary>Whether the links between the agents can be cut and delayed (<see cref="TopologySpec.LinkFaults"/>); Linux only. Default: no.</summary>
    public bool LinkFaults { get; init; }

    /// <summary>Startup options for agents; they win over <see cref="ArangoSpec.Options"/>.</summary>
    public StartupOptions AgentOptions { get; init; } = StartupOptions.None;

    /// <inheritdoc/>
    public override TopologySpec ToTopology()
    {
        ArangoSpecProblems.Throw("Agency", [.. ArangoSpecProblems.OfAgency(Agents), .. Timing.FindProblems()]);
        return ArangoTopologyBuilder.Build("agency", this, Timing, [(ArangoRole.Agent, Agents)], LinkFaults);
    }

    internal override StartupOptions OptionsOf(ArangoRole role) => AgentOptions;
}
