namespace Armadillo.Testing.Fixtures;

/// <summary>A fixture that holds a topology, whatever its spec.</summary>
public interface ITopologyFixture
{
    /// <summary>What it runs on; <see langword="null"/> before the start, after the stop, and when the start failed.</summary>
    FixtureSession? Session { get; }

    /// <summary>What a test class may get from the fixture beside the services of its container: things that live as long as the topology.</summary>
    /// <param name="type">Type of a constructor parameter.</param>
    /// <returns>The object; <see langword="null"/> when the fixture has none.</returns>
    object? Find(Type type);

    /// <summary>Starts the topology. A second call returns the first start.</summary>
    Task StartAsync();

    /// <summary>Stops it. Does nothing when it was never started.</summary>
    Task StopAsync();
}
