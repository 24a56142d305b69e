using Armadillo.Testing.SuiteRuns;

namespace Armadillo.Testing.Xunit.Tests.Scenarios;

/// <summary>A run of one class in an environment with mistakes.</summary>
public sealed class MisconfiguredRun() : SuiteRun("Armadillo.Testing.Xunit.Scenarios")
{
    protected override string? Filter => "FullyQualifiedName~Passing";

    protected override IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        ["ARMADILLO_TIMEOUT_MULTIPLER"] = "3",
        ["ARMADILLO_ARANGODB__CLUSTER__DB_SERVERS"] = "many",
    };
}
