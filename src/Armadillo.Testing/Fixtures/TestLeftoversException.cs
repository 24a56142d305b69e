namespace Armadillo.Testing.Fixtures;

/// <summary>A test left something behind on the servers: that is its failure, also when its body passed.</summary>
public sealed class TestLeftoversException : Exception
{
    internal TestLeftoversException(string topology, IReadOnlyList<string> leftovers, IReadOnlyList<string> notRemoved)
        : base(Compose(topology, leftovers, notRemoved))
    {
        Leftovers = leftovers;
    }

    /// <summary>What was left, one entry each, for example <c>database orders</c>.</summary>
    public IReadOnlyList<string> Leftovers { get; }

    private static string Compose(string topology, IReadOnlyList<string> leftovers, IReadOnlyList<string> notRemoved) =>
        $"The test left {leftovers.Count} {(leftovers.Count == 1 ? "thing" : "things")} behind on topology '{topology}': {string.Join(", ", leftovers)}. "
        + (notRemoved.Count == 0
            ? "It was removed so that other tests do not see it; the test should do that itself."
            : $"Not all could be removed: {string.Join("; ", notRemoved)}.");
}

/// <summary>What a test did to its topology could not be put in order again; later tests do not get this topology.</summary>
public sealed class TestAftercareException : Exception
{
    internal TestAftercareException(string topology, Exception cause)
        : base($"Topology '{topology}' could not be put in order after the test: {cause.Message}", cause)
    {
    }
}

/// <summary>The topology of a test was lost in an earlier test.</summary>
public sealed class TopologyLostException : Exception
{
    internal TopologyLostException(string topology, string reason)
        : base($"Topology '{topology}' was lost earlier, {reason}")
    {
    }
}
