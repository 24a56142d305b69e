namespace Armadillo.Testing.Specs;

/// <summary>A spec cannot be carried out. Every problem is named with its option, its value and the way out.</summary>
public sealed class SpecException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="subject">What is wrong, for example <c>Topology 'cluster'</c>.</param>
    /// <param name="problems">At least one problem.</param>
    public SpecException(string subject, IReadOnlyList<string> problems)
        : base(Compose(subject, problems)) => Problems = problems;

    /// <summary>Each problem in one sentence.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>One problem in a line with its subject, several as a list below it.</summary>
    internal static string Compose(string subject, IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return problems.Count == 1
            ? $"{subject}: {problems[0]}"
            : $"{subject} has {problems.Count} problems:{string.Concat(problems.Select(p => $"{Environment.NewLine}  - {p}"))}";
    }
}
