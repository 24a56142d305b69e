namespace Armadillo.Testing.Specs;

/// <summary>A port that an instance needs.</summary>
/// <param name="Name">How arguments refer to it. The first port of an instance is where it is asked whether it is ready.</param>
/// <param name="Fixed">A given port, 1 to 65535. Default: any free one is leased.</param>
public sealed record PortSpec(string Name, int? Fixed = null)
{
    /// <summary>The one port of an ordinary server.</summary>
    public static PortSpec Main { get; } = new("main");
}
