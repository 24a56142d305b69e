using Armadillo.Testing.ArangoDb.DependencyInjection;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Configuration;
using Armadillo.Testing.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.ArangoDb.Tests.Configuration;

public sealed class SpecConfigurationTests
{
    [Fact]
    public void A_spec_starts_from_what_all_topologies_share_and_what_is_its_own()
    {
        using var services = Build(
            ("ArangoDb:Server", "emulator"),
            ("ArangoDb:Authentication", "false"),
            ("ArangoDb:Memory", "4GiB"),
            ("ArangoDb:ReplicationVersion", "2"),
            ("ArangoDb:StartTimeout", "3m"),
            ("ArangoDb:Environment:GREETING", "hello"),
            ("ArangoDb:Options:log.level:0", "info"),
            ("ArangoDb:Options:log.level:1", "agency=debug"),
            ("ArangoDb:Cluster:DbServers", "5"),
            ("ArangoDb:Cluster:ForceOneShard", "true"),
            ("ArangoDb:Cluster:Timing:SupervisionGracePeriod", "20s"),
            ("ArangoDb:Cluster:CoordinatorOptions", "log.role=true;log.thread=false"),
            ("ArangoDb:Agency:Agents", "5"));

        var cluster = services.GetConfiguredSpec<ClusterSpec>();
        var agency = services.GetConfiguredSpec<AgencySpec>();
        var single = services.GetConfiguredSpec<SingleServerSpec>();

        foreach (var spec in new ArangoSpec[] { cluster, agency, single })
        {
            Assert.True(spec.Server!.IsEmulator);
            Assert.Equal((false, 4L << 30, "2", TimeSpan.FromMinutes(3)), (spec.Authentication, spec.Memory, spec.ReplicationVersion, spec.StartTimeout));
            Assert.Equal(["--log.level=info", "--log.level=agency=debug"], spec.Options.ToArguments());
            Assert.Equal("hello", spec.Environment["GREETING"]);
        }

        Assert.Equal((3, 5, 1, true), (cluster.Agents, cluster.DbServers, cluster.Coordinators, cluster.ForceOneShard));
        Assert.Equal(new AgencyTiming { SupervisionGracePeriod = TimeSpan.FromSeconds(20) }, cluster.Timing);
        Assert.Equal(["--log.role=true", "--log.thread=false"], cluster.CoordinatorOptions.ToArguments());
        Assert.Equal((5, new AgencyTiming()), (agency.Agents, agency.Timing));
        Assert.Equal(8, cluster.ToTopology().Instances.Count - 1);
    }

    [Fact]
    public void The_short_variable_chooses_the_server_over_the_file()
    {
        var program = Environment.ProcessPath!;
        using var services = Build([("ArangoDb:Server", "emulator")], [("ARMADILLO_ARANGOD", program), ("ARMADILLO_ARANGODB__CLUSTER__DBSERVERS", "4")]);

        Assert.Equal((program, 4), (services.GetConfiguredSpec<ClusterSpec>().Server!.Program, services.GetConfiguredSpec<ClusterSpec>().DbServers));
    }

    [Theory]
    [InlineData("ArangoDb:DbServers", "5", "names no setting. Did you mean 'ArangoDb:Cluster:DbServers'?")]
    [InlineData("ArangoDb:Cluster:DbServer", "5", "names no setting. Did you mean 'ArangoDb:Cluster:DbServers'?")]
    [InlineData("ArangoDb", "emulator", "names no setting. Did you mean 'ArangoDb:Server'?")]
    [InlineData("ArangoDb:Cluster:Agents", "2", "it must be a whole number, odd and at least 1.")]
    [InlineData("ArangoDb:Cluster:DbServers", "0", "it must be a whole number, at least 1.")]
    [InlineData("ArangoDb:Cluster:Timing:ElectionTimeoutMin", "100ms", "it must be a time such as 90s, 500ms, 2m or 00:01:30, at least 0.15 s.")]
    [InlineData("ArangoDb:StartTimeout", "infinite", "it must be a time such as 90s, 500ms, 2m or 00:01:30, more than zero.")]
    [InlineData("ArangoDb:Memory", "4GB", "it must be bytes, at least 1, such as 4294967296, 512MiB or 4GiB.")]
    [InlineData("ArangoDb:ReplicationVersion", "3", "it must be a text, 1 or 2.")]
    [InlineData("ArangoDb:Server", "/no/such/arangod", "it must be the path of an arangod, or the word emulator. There is no file /no/such/arangod.")]
    public void What_cannot_be_used_is_told(string key, string value, string end)
    {
        using var services = Build((key, value));

        var problem = Assert.Single(Assert.Throws<ConfigurationException>(() => services.GetConfiguredSpec<ClusterSpec>()).Problems);

        Assert.StartsWith($"The key '{key}' in the test", problem, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", problem, StringComparison.Ordinal);
        Assert.EndsWith(end, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_among_the_startup_options_is_refused_and_not_shown()
    {
        using var services = Build([], [("ARMADILLO_ARANGODB__OPTIONS", "log.level=info;server.jwt-secret=hunter2")]);

        Assert.Equal(
            ["The variable ARMADILLO_ARANGODB__OPTIONS (ArangoDb:Options) has 'server.jwt-secret', which cannot be used: "
                + "The option 'server.jwt-secret' would show the secret on the command line. Use the spec's property JwtSecretFile."],
            Assert.Throws<ConfigurationException>(() => services.GetConfiguredSpec<SingleServerSpec>()).Problems);
    }

    [Fact]
    public void A_misspelt_choice_of_the_server_is_told_with_the_short_variable()
    {
        using var services = Build([], [("ARMADILLO_ARANGODB", "emulator")]);

        Assert.Equal(
            ["The variable ARMADILLO_ARANGODB, which is 'emulator', names no setting. Did you mean ARMADILLO_ARANGOD?"],
            Assert.Throws<ConfigurationException>(() => services.GetConfiguredSpec<SingleServerSpec>()).Problems);
    }

    private static ServiceProvider Build(params (string Key, string Value)[] keys) => Build(keys, []);

    private static ServiceProvider Build((string Key, string Value)[] keys, (string Name, string Value)[] variables) => new ServiceCollection()
        .AddSingleton(new ConfigurationSurroundings("/no/such/directory", variables.ToDictionary(v => v.Name, v => v.Value)))
        .AddArmadillo().AddArangoDb().AddArangoDb()
        .AddArmadilloConfiguration(
            new ConfigurationBuilder().AddInMemoryCollection(keys.Select(k => new KeyValuePair<string, string?>(k.Key, k.Value))).Build(), "the test")
        .BuildServiceProvider();
}
