using Armadillo.Testing.ArangoDb.Options;
using Armadillo.Testing.ArangoDb.Tests.Processes;

namespace Armadillo.Testing.ArangoDb.Tests.Specs;

public sealed class OptionPrecedenceTests : IAsyncLifetime
{
    private readonly Lab _lab = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [Fact]
    public async Task The_specs_options_win_over_the_librarys_and_the_roles_over_both()
    {
        using var plan = await _lab.PlanAsync(Lab.Cluster with
        {
            Options = StartupOptions.None.With("http.trusted-origin", "none").With("log.level", "info").With("agency.size", "5"),
            AgentOptions = StartupOptions.None.With("log.level", "trace", "agency=debug"),
            CoordinatorOptions = StartupOptions.None.With("--cluster.default-replication-factor", "1"),
        });

        Assert.All(plan.Instances, i => Assert.Equal(["--http.trusted-origin=none"], Values(i, "http.trusted-origin")));
        Assert.All(plan.Instances.Where(i => i.Spec.Role != "agent"), i => Assert.Equal(["--log.level=info"], Values(i, "log.level")));
        Assert.All(plan.Instances.Where(i => i.Spec.Role == "agent"), i => Assert.Equal(["--log.level=trace", "--log.level=agency=debug"], Values(i, "log.level")));
        Assert.Equal(["--agency.size=5"], Values(plan.Instances[0], "agency.size"));
        Assert.Equal(["--cluster.default-replication-factor=1"], Values(plan.Instances.Single(i => i.Spec.Role == "coordinator"), "cluster.default-replication-factor"));
    }

    [Fact]
    public async Task Options_of_one_role_do_not_reach_the_others()
    {
        using var plan = await _lab.PlanAsync(Lab.Cluster with
        {
            AgentOptions = StartupOptions.None.With("log.line-number", "true"),
            DbServerOptions = StartupOptions.None.With("log.thread", "false"),
            CoordinatorOptions = StartupOptions.None.With("log.role", "true"),
        });

        Assert.All(plan.Instances, i => Assert.Equal(i.Spec.Role == "agent", Values(i, "log.line-number").Any()));
        Assert.All(plan.Instances, i => Assert.Equal(i.Spec.Role == "dbserver", Values(i, "log.thread").Any()));
        Assert.All(plan.Instances, i => Assert.Equal(i.Spec.Role == "coordinator", Values(i, "log.role").Any()));
    }

    [Theory]
    [InlineData("server.jwt-secret")]
    [InlineData("--server.jwt-secret")]
    public void A_secret_is_refused_as_an_option_and_the_message_names_the_property(string name)
    {
        var refusal = Assert.Throws<ArgumentException>(() => StartupOptions.None.With(name, "haxxmann"));

        Assert.Contains("JwtSecretFile", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("haxxmann", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--")]
    [InlineData("log.level=info")]
    [InlineData("log level")]
    public void A_malformed_name_is_refused(string name) => Assert.Throws<ArgumentException>(() => StartupOptions.None.With(name, "x"));

    [Fact]
    public void An_option_without_a_value_is_refused_by_name() =>
        Assert.Contains("'log.level' needs a value", Assert.Throws<ArgumentException>(() => StartupOptions.None.With("log.level")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_default_does_not_replace_what_is_set()
    {
        var options = StartupOptions.None.With("--log.level", "info").WithDefault("log.level", "debug").WithDefault("log.role", "true");

        Assert.Equal(["--log.level=info", "--log.role=true"], options.ToArguments());
        Assert.Equal(["info"], options["log.level"]);
        Assert.Empty(options["log.color"]);
    }

    private static IEnumerable<string> Values(Plans.InstancePlan instance, string name) =>
        instance.Arguments.Where(a => a.StartsWith($"--{name}=", StringComparison.Ordinal));
}
