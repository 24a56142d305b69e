using Armadillo.Testing.SuiteRuns;

namespace Armadillo.Testing.Xunit.Tests.Scenarios;

/// <summary>Fixtures as they are used without any set-up, with some settings in variables that win over the companion's armadillo.json.</summary>
public sealed class PlainRun() : SuiteRun("Armadillo.Testing.Xunit.Scenarios")
{
    protected override IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        ["ARMADILLO_TIMEOUT_MULTIPLIER"] = "3",
        ["ARMADILLO_ARANGODB__START_TIMEOUT"] = "70s",
    };
}

/// <summary>With the one line for the assembly.</summary>
public sealed class ScopedRun() : SuiteRun("Armadillo.Testing.Xunit.ScopedScenarios");
