using Armadillo.Testing.Instances;

namespace Armadillo.Testing.Topologies;

/// <summary>How the stop of a topology went. Every member is named, whatever happened to the others.</summary>
/// <param name="Instances">In the order in which they ended.</param>
/// <param name="Problems">What went wrong on the way.</param>
/// <param name="KeptDirectory">The topology's directory when it was kept, with why; <see langword="null"/> when it is deleted.</param>
public sealed record TopologyStop(IReadOnlyList<InstanceStop> Instances, IReadOnlyList<Exception> Problems, string? KeptDirectory)
{
    /// <summary>Whether every member ended in its orderly way.</summary>
    public bool IsClean => Problems.Count == 0 && Instances.All(i => i.IsClean);
}
