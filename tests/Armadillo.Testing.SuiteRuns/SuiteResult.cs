namespace Armadillo.Testing.SuiteRuns;

/// <summary>How one test ended.</summary>
/// <param name="Outcome">As the test platform spells it.</param>
/// <param name="Took">Its duration.</param>
/// <param name="Message">Message of its failure or skip; empty when it passed.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Attachments">Names of the files attached to it.</param>
public sealed record SuiteResult(string Outcome, TimeSpan Took, string Message, string Output, IReadOnlyList<string> Attachments);
