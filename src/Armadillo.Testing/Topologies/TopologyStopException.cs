namespace Armadillo.Testing.Topologies;

/// <summary>A topology was stopped, but not every member ended in its orderly way. Nothing runs; the directory is kept.</summary>
public sealed class TopologyStopException : Exception
{
    /// <summary>Creates the exception.</summary>
    public TopologyStopException(string topology, TopologyStop stop)
        : base(Compose(topology, stop)) => Stop = stop;

    /// <summary>How each member ended.</summary>
    public TopologyStop Stop { get; }

    private static string Compose(string topology, TopologyStop stop)
    {
        ArgumentNullException.ThrowIfNull(stop);
        var unclean = stop.Instances.Where(i => !i.IsClean).Select(i => $"{Environment.NewLine}  - {i}");
        var problems = stop.Problems.Select(p => $"{Environment.NewLine}  - {p.Message}");
        return $"Topology '{topology}' did not end cleanly:{string.Concat(unclean.Concat(problems))}{Environment.NewLine}Kept: {stop.KeptDirectory}";
    }
}
