using Armadillo.Testing.SuiteRuns;

namespace Armadillo.Testing.NUnit.Tests;

/// <summary>With the one line for the assembly. The console shows NUnit's progress output from this verbosity on.</summary>
public sealed class NUnitRun() : SuiteRun("Armadillo.Testing.NUnit.Scenarios", "--logger", "console;verbosity=normal");
