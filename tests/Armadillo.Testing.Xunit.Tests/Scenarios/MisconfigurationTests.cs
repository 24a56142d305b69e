namespace Armadillo.Testing.Xunit.Tests.Scenarios;

public sealed class MisconfigurationTests(MisconfiguredRun run) : IClassFixture<MisconfiguredRun>
{
    [Fact]
    public void Tests_are_found_and_each_fails_with_all_mistakes_as_its_fixtures_start_error()
    {
        Assert.Equal(["Passing.First", "Passing.Second"], run.Results.Keys.Order());
        foreach (var result in run.Results.Values)
        {
            Assert.Equal("Failed", result.Outcome);
            Assert.Contains(
                """
                The configuration has 2 problems:
                  - The variable ARMADILLO_TIMEOUT_MULTIPLER, which is '3', names no setting. Did you mean ARMADILLO_TIMEOUT_MULTIPLIER?
                  - The variable ARMADILLO_ARANGODB__CLUSTER__DB_SERVERS (ArangoDb:Cluster:DbServers) is 'many'; it must be a whole number, at least 1.
                """.ReplaceLineEndings("\n"),
                result.Message.ReplaceLineEndings("\n"),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_server_was_started() => Assert.DoesNotContain("starting the arangod emulator", run.Output, StringComparison.Ordinal);
}
