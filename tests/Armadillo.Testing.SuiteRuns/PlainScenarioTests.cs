namespace Armadillo.Testing.SuiteRuns;

/// <summary>What is expected of fixtures that are used without any set-up, in both versions of xUnit. Each adapter's suite derives from it.</summary>
public abstract class PlainScenarioTests(SuiteRun run)
{
    [Fact]
    public void A_class_fixture_serves_all_tests_of_its_class_with_one_topology()
    {
        Assert.Equal(["Passed", "Passed"], run.OutcomesOf("Passing"));
        Assert.Single(run.ProcessesOf("Passing"));
        Assert.Empty(run.LeftBy("Passing"));
    }

    [Fact]
    public void A_collection_fixture_serves_two_classes_with_one_topology()
    {
        Assert.Equal(["Passed", "Passed"], run.OutcomesOf("SharedBy"));
        Assert.Single(run.ProcessesOf("SharedBy"));
        Assert.Empty(run.LeftBy("SharedAgency"));
    }

    [Fact]
    public void What_happens_during_a_test_is_forwarded_into_its_output()
    {
        var output = run.Results["Passing.Second"].Output;

        Assert.Contains("fault: suspend", output, StringComparison.Ordinal);
        Assert.Contains("Suspended -> Running", output, StringComparison.Ordinal);
        Assert.DoesNotContain("fault: suspend", run.Results["Passing.First"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void When_the_start_fails_every_test_of_the_class_fails_with_the_explanation()
    {
        Assert.Equal(["Failed", "Failed"], run.OutcomesOf("FailingStart"));
        foreach (var result in run.ResultsOf("FailingStart"))
        {
            Assert.Contains("Topology 'single' could not be started; all that was started has been stopped again.", result.Message, StringComparison.Ordinal);
            Assert.Contains("single-1", result.Message, StringComparison.Ordinal);
            Assert.Contains("exit code 28 (the system's limits are too low", result.Message, StringComparison.Ordinal);
            Assert.Contains("last log lines:", result.Message, StringComparison.Ordinal);
            Assert.Contains($"Logs: {Assert.Single(run.LeftBy("FailingStart"))}", result.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_crash_fails_the_running_test_at_once_with_the_report()
    {
        var result = Assert.Single(run.ResultsOf("CrashDuringTest.Waiting"));

        Assert.Equal("Failed", result.Outcome);
        Assert.Contains("InstanceCrashedException", result.Message, StringComparison.Ordinal);
        Assert.Contains("single-1 (pid ", result.Message, StringComparison.Ordinal);
        Assert.Contains("crashed: killed by SIGKILL", result.Message, StringComparison.Ordinal);
        Assert.Contains("running the arangod emulator", result.Message, StringComparison.Ordinal);
        Assert.Contains("last log lines:", result.Message, StringComparison.Ordinal);
        Assert.True(result.Took < TimeSpan.FromMinutes(4), $"{result.Took}");
        var kept = Assert.Single(run.LeftBy("CrashDuringTest"));
        Assert.True(File.Exists(Path.Combine(kept, "events.jsonl")));
        Assert.Contains($"kept: {kept}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fixture_without_a_constructor_starts_its_topology_with_the_services_of_the_test()
    {
        Assert.Equal(["Passed"], run.OutcomesOf("BareFixture"));
        Assert.Empty(run.LeftBy("BareFixture"));
    }

    [Fact]
    public void A_fixture_starts_from_file_and_variables()
    {
        Assert.Equal(["Passed"], run.OutcomesOf("Configured"));
        Assert.Empty(run.LeftBy("Configured"));
    }

    [Fact]
    public void Progress_is_shown_as_diagnostic_messages()
    {
        Assert.Matches(@"\[single\] starting the arangod emulator in \S+", run.Output);
        Assert.Matches(@"\[agency\] +\d+\.\d+ s  agent-1 +Starting -> Running at 127\.0\.0\.1:\d+", run.Output);
        Assert.Matches(@"\[agency\] +\d+\.\d+ s .*one of 1 agents leads and all name it: agent-1 leads in term", run.Output);
        Assert.Matches(@"\[single\] +\d+\.\d+ s .*single-1 \(pid \d+\) crashed: killed by SIGKILL", run.Output);
        Assert.Matches(@"\[agency\] +\d+\.\d+ s .*topology stopped", run.Output);
    }

    [Fact]
    public void The_run_fails_and_leaves_no_process()
    {
        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(SuiteRun.ProcessesIn(run.Root));
    }
}
