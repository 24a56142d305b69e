using Armadillo.Testing.SuiteRuns;

namespace Armadillo.Testing.NUnit.Tests;

/// <summary>The scenarios that all adapters share, and those that only NUnit can have.</summary>
public sealed class ScenarioTests(NUnitRun run) : SharedScenarioTests(run), IClassFixture<NUnitRun>
{
    private readonly NUnitRun _run = run;

    [Theory]
    [InlineData("first")]
    [InlineData("second")]
    public void Each_row_is_a_test_of_its_own(string row)
    {
        var passed = _run[$"Rows(\"{row}\").Leave_a_point(\"one\")"];
        var failed = _run[$"Rows(\"{row}\").Leave_a_point(\"two\")"];

        Assert.Equal("Passed", passed.Outcome);
        Assert.Contains($"row {row} one", passed.Output, StringComparison.Ordinal);
        Assert.Contains("failure point one on single-1 cleared", passed.Output, StringComparison.Ordinal);
        Assert.Equal("Failed", failed.Outcome);
        Assert.Contains("on purpose", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_attempt_at_a_test_begins_in_order()
    {
        Assert.Equal(["Passed", "Passed", "Passed"], _run.OutcomesOf("Repeated."));
        Assert.Contains("attempt 1", _run["Repeated.A_succeeds_at_the_second_attempt"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tests_of_one_instance_that_run_in_parallel_keep_their_failure_points_apart()
    {
        Assert.Equal(6, _run.ResultsOf("Parallel.").Count());
        Assert.All(_run.OutcomesOf("Parallel."), outcome => Assert.Equal("Passed", outcome));
        Assert.Empty(_run.LeftBy("ParallelServer"));
    }

    [Fact]
    public void One_instance_for_all_tests_has_one_time_methods_and_is_disposed_before_its_server_stops()
    {
        Assert.Equal(["Passed", "Passed"], _run.OutcomesOf("OneInstance."));
        Assert.Contains("disposed while it runs as Running", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_instance_for_all_tests_cannot_have_what_belongs_to_one()
    {
        var failed = _run["OneInstanceAsksForATest.Fails_with_the_way_out"];

        Assert.Equal("Failed", failed.Outcome);
        Assert.Contains("asks for ITestRun in its constructor, which belongs to one test", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_the_start_fails_every_test_of_the_class_fails_with_the_explanation()
    {
        Assert.Equal(["Failed", "Failed"], _run.OutcomesOf("FailingStart."));
        foreach (var result in _run.ResultsOf("FailingStart."))
        {
            Assert.Contains("Topology 'single' could not be started; all that was started has been stopped again.", result.Message, StringComparison.Ordinal);
            Assert.Contains("exit code 28 (the system's limits are too low", result.Message, StringComparison.Ordinal);
            Assert.Contains($"Logs: {Assert.Single(_run.LeftBy("ServerThatCannotStart"))}", result.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Classes_share_the_fixtures_of_the_assembly_when_they_say_so()
    {
        Assert.Equal(["Passed", "Passed"], _run.OutcomesOf("SharedFixtures"));
        Assert.Single(_run.ProcessesOf("SharedFixtures"));
        Assert.Empty(_run.LeftBy("SharedServer"));
    }

    [Fact]
    public void A_fixture_of_a_SetUpFixture_belongs_to_the_tests_below_it_and_is_given_to_those_that_ask()
    {
        Assert.Equal(["Failed", "Passed"], _run.OutcomesOf("Plain."));
        Assert.Contains("failure point Some::where on single-1", _run["Plain.A_leaves_a_point_outside_of_the_library"].Message, StringComparison.Ordinal);
        Assert.Equal(["Passed"], _run.OutcomesOf("Given."));
        Assert.Single(_run.ProcessesOf("Plain.").Concat(_run.ProcessesOf("Given.")).Distinct());
        Assert.Empty(_run.LeftBy("ServerOfTheNamespace"));
    }

    [Fact]
    public void A_fixture_that_a_class_gets_from_a_source_and_starts_itself_is_put_in_order()
    {
        Assert.Equal(["Passed", "Passed"], _run.OutcomesOf("FromSource("));
        Assert.Contains("single-1 resumed", _run["FromSource(emulated).A_leaves_it_suspended"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_happens_during_a_test_is_forwarded_into_its_output()
    {
        var output = _run["Plain.B_sees_none"].Output;

        Assert.Contains("fault: suspend", output, StringComparison.Ordinal);
        Assert.Contains("Suspended -> Running", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_action_of_the_users_own_is_kept()
    {
        var output = _run["Plain.B_sees_none"].Output;

        Assert.Contains("the user's own action runs", output, StringComparison.Ordinal);
        Assert.Contains("the user's own action has run", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_is_shown_while_it_happens()
    {
        Assert.Matches(@"\[single\] starting the arangod emulator in \S+", _run.Output);
        Assert.Matches(@"\[agency\] +\d+\.\d+ s  agent-1 +Starting -> Running at 127\.0\.0\.1:\d+", _run.Output);
        Assert.Matches(@"\[single\] +\d+\.\d+ s .*single-1 \(pid \d+\) crashed: killed by SIGKILL", _run.Output);
        Assert.Matches(@"\[agency\] +\d+\.\d+ s .*topology stopped", _run.Output);
    }
}
