using Armadillo.Testing.Scenarios;
using Armadillo.Testing.XunitV3.ScopedScenarios;
using Xunit;
using Xunit.v3;

[assembly: ArmadilloTestFramework(Services = typeof(ScenarioServices), Inner = typeof(OwnFramework))]
[assembly: TestPipelineStartup(typeof(OwnActivator))]
[assembly: TestCaseOrderer(typeof(ByName))]
[assembly: AssemblyFixture(typeof(AssemblyServer))]
