namespace Armadillo.Testing.ArangoDb.Tests.Processes;

/// <summary>Tests that start many processes run one after another: two cores carry one cluster at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LiveServers
{
    public const string Name = "live servers";
}
