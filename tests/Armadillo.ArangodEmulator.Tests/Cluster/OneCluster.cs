namespace Armadillo.ArangodEmulator.Tests.Cluster;

/// <summary>One cluster for all tests of a class that leave it as they found it, or whose traces do not disturb each other.</summary>
public sealed class OneCluster : IAsyncLifetime
{
    internal TestCluster Running { get; } = new();

    public Task InitializeAsync() => Running.StartAllAsync();

    public Task DisposeAsync() => Running.DisposeAsync().AsTask();
}
