using Armadillo.Testing.Specs;

namespace Armadillo.Testing.ArangoDb.Specs;

/// <summary>One server by itself.</summary>
public sealed record SingleServerSpec : ArangoSpec
{
    /// <inheritdoc/>
    public override TopologySpec ToTopology() => ArangoTopologyBuilder.Build("single", this, agency: null, [(ArangoRole.SingleServer, 1)]);
}
