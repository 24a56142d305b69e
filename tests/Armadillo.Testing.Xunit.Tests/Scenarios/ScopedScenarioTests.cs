using Armadillo.Testing.SuiteRuns;

namespace Armadillo.Testing.Xunit.Tests.Scenarios;

public sealed class ScopedScenarioTests(ScopedRun run) : SharedScenarioTests(run), IClassFixture<ScopedRun>
{
    private readonly ScopedRun _run = run;

    [Fact]
    public void A_framework_of_the_users_own_is_kept() =>
        Assert.Contains("the user's own framework runs the tests", _run.Output, StringComparison.Ordinal);

    [Fact]
    public void Each_row_of_a_theory_is_a_test_of_its_own()
    {
        Assert.Equal(["Passed", "Failed"], _run.OutcomesOf("Rows."));
        Assert.Contains("row one", _run["Rows.Leave_a_point(name: \"one\")"].Output, StringComparison.Ordinal);
        Assert.Contains("failure point one on single-1 cleared", _run["Rows.Leave_a_point(name: \"one\")"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_declared_fixture_gives_its_services_also_when_it_is_not_asked_for() => Assert.Equal(["Passed"], _run.OutcomesOf("DeclaredOnly."));
}
