namespace Armadillo.Testing.Readiness;

/// <summary>What one look at a condition showed.</summary>
/// <param name="Condition">The condition in words.</param>
/// <param name="IsMet">Whether it is true.</param>
/// <param name="Seen">What was seen, in words; empty for a combination, whose parts tell.</param>
public sealed record Observation(string Condition, bool IsMet, string Seen)
{
    /// <summary>The observations of the parts of a combination.</summary>
    public IReadOnlyList<Observation> Parts { get; init; } = [];

    /// <summary>Whether it can no longer become true, because its own time limit has passed.</summary>
    public bool IsHopeless { get; init; }

    /// <summary>What was seen in one line: the own words, or those of the first part that is not met.</summary>
    public string Summary => Parts.Count == 0
        ? Seen
        : (Parts.FirstOrDefault(p => !p.IsMet) is { } open ? $"{open.Condition}: {open.Summary}" : "met");
}
