namespace Armadillo.Testing.SuiteRuns;

/// <summary>What is expected of the scenarios in tests/Scenarios, in whatever framework they ran. Each adapter's suite derives from it.</summary>
public abstract class SharedScenarioTests(SuiteRun run)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public void Only_the_tests_that_leave_something_fail_and_the_list_says_what()
    {
        Assert.Equal(["Failed", "Passed", "Failed", "Passed", "Passed", "Passed", "Failed", "Passed", "Passed"], run.OutcomesOf("Leaving."));
        Assert.Contains("database orders", run["Leaving.A_leaves_a_database"].Message, StringComparison.Ordinal);
        Assert.Contains("failure point Some::where on single-1", run["Leaving.C_leaves_a_failure_point_of_its_own_doing"].Message, StringComparison.Ordinal);
        Assert.Contains("collection _system/things, user somebody", run["Leaving.G_leaves_a_collection_and_a_user"].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forgotten_handle_is_cleared_and_told_in_the_output_only() =>
        Assert.Contains("failure point Else::where on single-1 cleared", run["Leaving.E_forgets_a_handle"].Output, StringComparison.Ordinal);

    [Fact]
    public void Suspended_killed_and_stopped_members_run_again_for_the_next_test_whatever_the_outcome()
    {
        Assert.Equal(["Passed", "Passed", "Passed", "Passed", "Failed", "Passed", "Passed"], run.OutcomesOf("Healing."));
        Assert.Contains("single-1 resumed", run["Healing.A_leaves_it_suspended"].Output, StringComparison.Ordinal);
        Assert.Contains("single-1 started", run["Healing.C_leaves_it_killed"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forgotten_partition_is_healed_for_the_next_test_and_told_in_the_output_only()
    {
        Assert.Equal(["Passed", "Passed"], run.OutcomesOf("Partitioning."));
        Assert.Matches("put in order after the test: partition of agent-[123] from agent-[123], agent-[123], healed", run["Partitioning.A_cuts_the_leader_off_and_forgets_it"].Output);
    }

    [Fact]
    public void A_crash_fails_the_running_test_at_once_with_the_report_attached()
    {
        var crashed = run["Crashing.B_waits_while_it_crashes"];

        Assert.Equal("Failed", crashed.Outcome);
        Assert.Contains("single-1 (pid ", crashed.Message, StringComparison.Ordinal);
        Assert.Contains("crashed: killed by SIGKILL", crashed.Message, StringComparison.Ordinal);
        Assert.True(crashed.Took < TimeSpan.FromMinutes(4), $"{crashed.Took}");
        Assert.True(
            crashed.Attachments.Any(a => a.EndsWith("crash-report.txt", StringComparison.Ordinal) || a.StartsWith("crash-report", StringComparison.Ordinal))
            || crashed.Output.Contains("attached: single-1-crash-report.txt", StringComparison.Ordinal),
            crashed.Output);
    }

    [Fact]
    public void Tests_after_a_crash_fail_fast_with_its_cause_in_one_line_and_tests_before_it_do_not()
    {
        Assert.Equal(["Passed", "Failed", "Failed", "Failed"], run.OutcomesOf("Crashing."));
        foreach (var later in run.ResultsOf("Crashing.C").Concat(run.ResultsOf("Crashing.D")))
        {
            var line = later.Message.Split('\n').Single(l => l.Contains("was lost earlier", StringComparison.Ordinal));
            Assert.Contains("B_waits_while_it_crashes", line, StringComparison.Ordinal);
            Assert.Contains("killed by SIGKILL", line, StringComparison.Ordinal);
            Assert.Contains(Assert.Single(run.LeftBy("CrashingServer")), line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_crash_that_the_body_does_not_notice_fails_the_test_all_the_same_and_the_next_gets_a_fresh_topology_when_asked_for()
    {
        Assert.Equal(["Failed", "Passed"], run.OutcomesOf("CrashingUnnoticed."));
        Assert.Contains("crashed: killed by SIGKILL", run["CrashingUnnoticed.A_passes_its_body"].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expected_crash_fails_nothing_and_leaves_nothing() => Assert.Equal(["Passed", "Passed"], run.OutcomesOf("CrashingAsExpected."));

    [Fact]
    public void A_test_class_gets_whatever_is_registered()
    {
        Assert.Equal(["Passed", "Passed"], run.OutcomesOf("Injecting."));
        Assert.Empty(run.LeftBy("ScenarioAgency"));
    }

    [Fact]
    public void What_is_not_registered_fails_with_the_type_the_places_and_the_way_out()
    {
        var failed = run["InjectingUnknown.Fails_with_the_way_out"];

        Assert.Equal("Failed", failed.Outcome);
        Assert.Contains("InjectingUnknown asks for IUnknownService in its constructor", failed.Message, StringComparison.Ordinal);
        Assert.Contains("ScenarioAgency", failed.Message, StringComparison.Ordinal);
        Assert.Contains("ConfigureServices", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Needs_a_tool", "'a-tool-that-nobody-has' is not on PATH")]
    [InlineData("Needs_a_later_version", "needs 99.1 or later")]
    [InlineData("Needs_an_earlier_version", "needs one below 3.12")]
    [InlineData("Needs_a_larger_cluster", "3 with the role DbServer, there are 0")]
    [InlineData("Needs_a_sanitizer", "is no build with tsan")]
    [InlineData("Skips_itself", "not today")]
    public void What_is_missing_skips_the_test_with_the_reason(string test, string reason)
    {
        var skipped = run[$"Requiring.{test}"];

        Assert.Equal("NotExecuted", skipped.Outcome);
        Assert.Contains(reason, skipped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_there_runs_the_test() => Assert.Equal("Passed", run["Requiring.Has_what_it_needs"].Outcome);

    [Fact]
    public void A_failed_test_has_what_the_server_logged_in_its_time_and_nothing_else()
    {
        var failed = run["Logging.B_fails"];

        Assert.Contains("activating intentional failure point 'Second::place'", failed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("First::place", failed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("activating intentional failure point", run["Logging.A_passes"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_passed_test_has_it_when_asked_for() =>
        Assert.Contains("activating intentional failure point 'Third::place'", run["LoggingAlways.A_passes"].Output, StringComparison.Ordinal);

    [Fact]
    public void A_topology_for_each_test_is_another_process_for_each_test()
    {
        Assert.Equal(["Passed", "Passed"], run.OutcomesOf("SharingNothing."));
        Assert.Equal(2, run.ProcessesOf("SharingNothing.").Count());
        Assert.Empty(run.LeftBy("FreshServer"));
    }

    [Fact]
    public void Fixtures_with_equal_specs_lease_one_topology_and_parallel_tests_keep_their_failure_points_apart()
    {
        Assert.All(run.OutcomesOf("SharingAll"), outcome => Assert.Equal("Passed", outcome));
        Assert.Equal(6, run.ResultsOf("SharingAll").Count());
        Assert.Single(run.ProcessesOf("SharingAll"));
    }

    [Fact]
    public void The_run_leaves_no_process()
    {
        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(SuiteRun.ProcessesIn(run.Root));
    }

    [Fact]
    public async Task Control_C_in_the_middle_of_a_test_leaves_no_process()
    {
        using var hanging = await HangingRun.StartAsync(run.Project, []);

        await hanging.Command.InterruptAsync();

        await hanging.Command.WaitAsync(Patience);
        await hanging.WaitUntilGoneAsync(Patience);
    }

    [Fact]
    public async Task A_hang_that_the_test_platform_ends_leaves_no_process()
    {
        using var hanging = await HangingRun.StartAsync(run.Project, ["--blame-hang-timeout", "30s", "--blame-hang-dump-type", "none"]);

        var (exitCode, _) = await hanging.Command.WaitAsync(Patience);

        Assert.NotEqual(0, exitCode);
        await hanging.WaitUntilGoneAsync(Patience);
    }
}
