using Armadillo.Testing.SuiteRuns;

namespace Armadillo.Testing.XunitV3.Tests.Scenarios;

public sealed class ScopedTests(ScopedRun run) : SharedScenarioTests(run), IClassFixture<ScopedRun>
{
    private readonly ScopedRun _run = run;

    [Fact]
    public void A_framework_of_the_users_own_is_kept() =>
        Assert.Contains("the user's own framework runs the tests", _run.Output, StringComparison.Ordinal);

    [Fact]
    public void An_activator_of_the_users_own_is_kept_and_gives_what_the_library_does_not_have() =>
        Assert.Equal(["Passed"], _run.OutcomesOf("Activated."));

    [Fact]
    public void Each_row_of_a_theory_is_a_test_of_its_own_also_when_xunit_learns_of_it_only_when_it_runs()
    {
        Assert.Equal(["Passed", "Failed", "Passed", "Failed"], _run.OutcomesOf("Rows."));
        foreach (var row in _run.Results.Where(r => r.Key.StartsWith("Rows.", StringComparison.Ordinal)))
        {
            var name = row.Key.Contains("one", StringComparison.Ordinal) ? "one" : "two";
            Assert.Contains($"row {name}", row.Value.Output, StringComparison.Ordinal);
            Assert.Contains($"failure point {name} on single-1 cleared", row.Value.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_declared_fixture_gives_its_services_also_when_it_is_not_asked_for() => Assert.Equal(["Passed"], _run.OutcomesOf("DeclaredOnly."));

    [Fact]
    public void A_fixture_that_xunit_makes_for_the_assembly_is_put_in_order_after_each_test_of_any_class() =>
        Assert.Equal(["Passed", "Passed"], _run.OutcomesOf("OfTheAssembly."));

    [Fact]
    public void A_crash_ends_a_test_that_waits_for_something_else_through_its_token()
    {
        var ended = _run["Ending.A_crash_ends_a_body_that_observes_its_token"];

        Assert.Equal("Failed", ended.Outcome);
        Assert.Contains("crashed: killed by SIGKILL", ended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("OperationCanceledException", ended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("TaskCanceledException", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_ends_a_test_whose_body_never_ends() =>
        Assert.Contains("crashed: killed by SIGKILL", _run["Ending.B_crash_ends_a_test_whose_body_never_ends"].Message, StringComparison.Ordinal);

    [Fact]
    public void A_crash_that_the_test_accepts_ends_nothing() =>
        Assert.Equal("Passed", _run["Ending.C_crash_that_the_test_accepts_ends_nothing"].Outcome);

    [Fact]
    public void When_the_time_of_a_test_is_up_its_server_is_healed_for_the_next()
    {
        var late = _run["Ending.D_time_is_up_while_its_server_is_suspended"];

        Assert.Contains("timed out", late.Message, StringComparison.Ordinal);
        Assert.Contains("single-1 resumed", late.Output, StringComparison.Ordinal);
        Assert.Equal("Passed", _run["Ending.E_finds_it_running"].Outcome);
    }

    [Fact]
    public void A_skip_in_xunits_own_way_stays_one()
    {
        Assert.Equal("NotExecuted", _run["Ending.F_skips_itself_as_xunit_does"].Outcome);
        Assert.Contains("xUnit's own way", _run["Ending.F_skips_itself_as_xunit_does"].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_case_that_runs_itself_has_one_scope_and_its_leftovers_are_its_failure()
    {
        Assert.Equal(["Passed", "Failed", "Passed", "NotExecuted"], _run.OutcomesOf("Retrying."));
        Assert.Contains("failure point Some::where on single-1", _run["Retrying.B_leaves_a_failure_point_of_its_own_doing"].Message, StringComparison.Ordinal);
        Assert.Contains("'a-tool-that-nobody-has' is not on PATH", _run["Retrying.D_needs_a_tool"].Message, StringComparison.Ordinal);
    }
}
