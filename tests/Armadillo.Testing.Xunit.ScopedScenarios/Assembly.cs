using Armadillo.Testing.Scenarios;
using Xunit;

[assembly: ArmadilloTestFramework(Services = typeof(ScenarioServices), Inner = typeof(Armadillo.Testing.Xunit.ScopedScenarios.OwnFramework))]
[assembly: TestCaseOrderer("Armadillo.Testing.Xunit.ScopedScenarios.ByName", "Armadillo.Testing.Xunit.ScopedScenarios")]
