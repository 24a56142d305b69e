using Armadillo.Testing.Specs;

namespace Armadillo.Testing.Configuration;

/// <summary>
/// What the JSON file, the variables or a given configuration say cannot be used. Every problem is named with its key or
/// variable, its value, where it stands and the way out.
/// </summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problems">At least one problem.</param>
    public ConfigurationException(IReadOnlyList<string> problems)
        : base(SpecException.Compose("The configuration", problems)) => Problems = problems;

    /// <summary>Each problem in one sentence or two.</summary>
    public IReadOnlyList<string> Problems { get; }
}
