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
            "cluster", this, Timing, [(ArangoRole.Agent, Agents), (ArangoRole.DbServer, DbServers), (ArangoRole.Coordinator, Coordinators)]);
    }

    internal override StartupOptions OptionsOf(ArangoRole role) => role switch
    {
        ArangoRole.Agent => AgentOptions,
        ArangoRole.DbServer => DbServerOptions,
        _ => CoordinatorOptions,
    };
}
