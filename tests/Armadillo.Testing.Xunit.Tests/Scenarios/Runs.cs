using Armadillo.Testing.SuiteRuns;

namespace Armadillo.Testing.Xunit.Tests.Scenarios;

/// <summary>Fixtures as they are used without any set-up.</summary>
public sealed class PlainRun() : PlainSuiteRun("Armadillo.Testing.Xunit.Scenarios");

public sealed class PlainTests(PlainRun run) : PlainScenarioTests(run), IClassFixture<PlainRun>;

/// <summary>With the one line for the assembly.</summary>
public sealed class ScopedRun() : SuiteRun("Armadillo.Testing.Xunit.ScopedScenarios");
