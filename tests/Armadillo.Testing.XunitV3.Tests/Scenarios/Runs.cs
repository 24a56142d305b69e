using Armadillo.Testing.SuiteRuns;

namespace Armadillo.Testing.XunitV3.Tests.Scenarios;

/// <summary>Fixtures as they are used without any set-up.</summary>
public sealed class PlainRun() : PlainSuiteRun("Armadillo.Testing.XunitV3.Scenarios");

/// <summary>With the one line for the assembly.</summary>
public sealed class ScopedRun() : SuiteRun("Armadillo.Testing.XunitV3.ScopedScenarios");
