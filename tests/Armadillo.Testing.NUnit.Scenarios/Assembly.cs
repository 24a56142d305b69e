using Armadillo.Testing.Scenarios;

[assembly: ArmadilloTests(Services = typeof(ScenarioServices))]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
