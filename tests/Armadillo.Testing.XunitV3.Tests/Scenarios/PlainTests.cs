using Armadillo.Testing.SuiteRuns;

namespace Armadillo.Testing.XunitV3.Tests.Scenarios;

public sealed class PlainTests(PlainRun run) : PlainScenarioTests(run), IClassFixture<PlainRun>
{
    private readonly PlainRun _run = run;

    [Fact]
    public void An_assembly_fixture_serves_all_classes_with_one_topology()
    {
        Assert.Equal(["Passed", "Passed"], _run.OutcomesOf("OfTheAssembly"));
        Assert.Single(_run.ProcessesOf("OfTheAssembly"));
        Assert.Empty(_run.LeftBy("AssemblyAgency"));
    }
}
