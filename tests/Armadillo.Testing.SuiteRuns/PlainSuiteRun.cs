namespace Armadillo.Testing.SuiteRuns;

/// <summary>Fixtures as they are used without any set-up, with some settings in variables that win over the companion's armadillo.json.</summary>
public abstract class PlainSuiteRun(string project) : SuiteRun(project)
{
    protected override IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        ["ARMADILLO_TIMEOUT_MULTIPLIER"] = "3",
        ["ARMADILLO_ARANGODB__START_TIMEOUT"] = "70s",
    };
}
