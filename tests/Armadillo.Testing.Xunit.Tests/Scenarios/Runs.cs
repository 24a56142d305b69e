using Armadillo.Testing.SuiteRuns;

namespace Armadillo.Testing.Xunit.Tests.Scenarios;

/// <summary>Fixtures as they are used without any set-up.</summary>
public sealed class PlainRun() : SuiteRun("Armadillo.Testing.Xunit.Scenarios");

/// <summary>With the one line for the assembly.</summary>
public sealed class ScopedRun() : SuiteRun("Armadillo.Testing.Xunit.ScopedScenarios");
