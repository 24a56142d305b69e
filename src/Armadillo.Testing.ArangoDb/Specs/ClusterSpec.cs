using Armadillo.Testing.ArangoDb.Options;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.ArangoDb.Specs;

/// <summary>A whole cluster: agency, database servers and coordinators.</summary>
public sealed record ClusterSpec : ArangoSpec
{
    /// <summary>Number of agents, odd and at least 1. Default: 3.</summary>
    public int Agents { get; init; } = 3;

    /// <summary>Number of database servers, at least 1. Default: 2. With one only, coordinators wait 15 s for a second before they serve.</summary>
    public int DbServers { get; init; } = 2;

    /// <summary>Number of coordinators, at least 1. Default: 1.</summary>
    public int Coordinators { get; init; } = 1;

    /// <summary>Elections and supervision.</summary>
    public AgencyTiming Timing { get; init; } = new();

    /// <summary>
    /// Whether the links between the servers can be cut and delayed (<see cref="TopologySpec.LinkFaults"/>); Linux only. Default: no.
    /// Clients that ask a coordinator for the addresses of all get the direct ones.
    /// </summary>
    public bool LinkFaults { get; init; }

    /// <summary>Whether all collections get a single shard; enterprise only. Default: no.</summary>
    public bool ForceOneShard { get; init; }

    /// <summary>Startup options for agents; they win over <see cref="ArangoSpec.Options"/>.</summary>
    public StartupOptions AgentOptions { get; init; } = StartupOptions.None;

    /// <summary>Startup options for database servers; they win over <see cref="ArangoSpec.Options"/>.</summary>
    public StartupOptions DbServerOptions { get; init; } = StartupOptions.None;

    /// <summary>Startup options for coordinators; they win over <see cref="ArangoSpec.Options"/>.</summary>
    public StartupOptions CoordinatorOptions { get; init; } = StartupOptions.None;

    /// <inheritdoc/>
    public override TopologySpec ToTopology()
    {
        ArangoSpecProblems.Throw(
            "Cluster",
            [
                .. ArangoSpecProblems.OfAgency(Agents),
                .. ArangoSpecProblems.OfCount(nameof(DbServers), DbServers),
                .. ArangoSpecProblems.OfCount(nameof(Coordinators), Coordinators),
                .. Timing.FindProblems(),
            ]);
        return ArangoTopologyBuilder.Build(
            "cluster", this, Timing, [(ArangoRole.Agent, Agents), (ArangoRole.DbServer, DbServers), (ArangoRole.Coordinator, Coordinators)], LinkFaults);
    }

    internal override StartupOptions OptionsOf(ArangoRole role) => role switch
    {
        ArangoRole.Agent => AgentOptions,
        ArangoRole.DbServer => DbServerOptions,
        _ => CoordinatorOptions,
    };
}
