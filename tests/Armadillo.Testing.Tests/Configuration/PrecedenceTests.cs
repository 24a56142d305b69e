using Armadillo.Testing.Configuration;
using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Network;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Workspaces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Tests.Configuration;

public sealed class PrecedenceTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void Without_file_and_variables_the_defaults_hold()
    {
        var options = _desk.Variable("PATH", "/bin").Options();

        Assert.Equal((1, 500, PortRange.Default), (options.TimeoutMultiplier, options.LogRingLines, options.Ports));
    }

    [Fact]
    public void The_file_beside_the_test_assembly_wins_over_defaults_the_variables_over_it_and_code_over_all()
    {
        _desk.File("""{ "TimeoutMultiplier": 2, "LogRingLines": 20, "Retention": "Keep" }""")
            .Variable("ARMADILLO_TIMEOUT_MULTIPLIER", "3").Variable("ARMADILLO_LOG_RING_LINES", "30");

        var options = _desk.Options(services => services.Configure<ArmadilloOptions>(code => code.TimeoutMultiplier = 4));

        Assert.Equal((4, 30, Retention.Keep), (options.TimeoutMultiplier, options.LogRingLines, options.Retention));
    }

    [Fact]
    public void Code_wins_even_when_it_spoke_before_the_library_was_added()
    {
        var services = new ServiceCollection().Configure<ArmadilloOptions>(code => code.TimeoutMultiplier = 4)
            .AddSingleton(new ConfigurationSurroundings(_desk.Directory, new Dictionary<string, string> { ["ARMADILLO_TIMEOUT_MULTIPLIER"] = "3" }));
        using var provider = services.AddArmadillo(code => code.LogRingLines++).BuildServiceProvider();

        var options = provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<ArmadilloOptions>>().Value;

        Assert.Equal((4, 501), (options.TimeoutMultiplier, options.LogRingLines));
    }

    [Fact]
    public void A_configuration_given_in_code_stands_between_the_file_and_the_variables()
    {
        var given = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Tests:TimeoutMultiplier"] = "5",
            ["Tests:LogRingLines"] = "50",
        }).Build();
        _desk.File("""{ "TimeoutMultiplier": 2, "Retention": "Keep" }""").Variable("ARMADILLO_LOG_RING_LINES", "30");

        var options = _desk.Options(services => services.AddArmadilloConfiguration(given.GetSection("Tests"), "the tests' settings"));

        Assert.Equal((5, 30, Retention.Keep), (options.TimeoutMultiplier, options.LogRingLines, options.Retention));
    }

    [Fact]
    public void A_variable_names_another_file_from_the_directory_of_the_test_assembly()
    {
        _desk.File("""{ "TimeoutMultiplier": 2 }""").File("""{ "TimeoutMultiplier": 7 }""", "ci.json").Variable("ARMADILLO_CONFIG", "ci.json");

        Assert.Equal(7, _desk.Options().TimeoutMultiplier);
    }

    [Fact]
    public void Every_option_can_be_written()
    {
        var options = _desk.File(
            $$"""
            {
              // as people write it
              "$schema": "https://example.org/editors-only.json",
              "TimeoutMultiplier": 2.5, "RunTimeout": "10m", "RootDirectory": ".", "Retention": "keep",
              "Ports": "21000-22000", "LogRingLines": 10, "Launcher": "Portable",
            }
            """).Options();

        Assert.Equal(
            (2.5, TimeSpan.FromMinutes(10), _desk.Directory, Retention.Keep, new PortRange(21000, 22000), 10, ProcessLauncherKind.Portable),
            (options.TimeoutMultiplier, options.RunTimeout, options.RootDirectory, options.Retention, options.Ports, options.LogRingLines, options.Launcher));
    }

    [Theory]
    [InlineData("ARMADILLO_TIMEOUT_MULTIPLIER")]
    [InlineData("ARMADILLO_TIMEOUTMULTIPLIER")]
    [InlineData("Armadillo_TimeoutMultiplier")]
    public void Case_and_underscores_in_a_variable_say_nothing(string name) => Assert.Equal(3, _desk.Variable(name, "3").Options().TimeoutMultiplier);

    [Fact]
    public void Nothing_is_as_good_as_none()
    {
        _desk.File("""{ "TimeoutMultiplier": 2, "RootDirectory": null }""").Variable("ARMADILLO_TIMEOUT_MULTIPLIER", "").Variable("ARMADILLO_CONFIG", "");

        Assert.Equal(2, _desk.Options().TimeoutMultiplier);
    }

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("90s", 90)]
    [InlineData("1.5 m", 90)]
    [InlineData("2h", 7200)]
    [InlineData("00:01:30", 90)]
    [InlineData("infinite", -0.001)]
    public void Times_carry_their_unit(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), _desk.Variable("ARMADILLO_RUN_TIMEOUT", text).Options().RunTimeout);

    [Fact]
    public void A_section_of_ones_own_is_a_few_lines_and_a_spec_starts_from_it()
    {
        _desk.File("""{ "Cache": { "Replicas": 2, "Pace": { "Beat": "2s" }, "Tags": { "a": "1", "b": ["2", "3"] } } }""")
            .Variable("ARMADILLO_CACHE__PACE__BEAT", "3s").Variable("ARMADILLO_CACHE__TAGS", "b=4;c=x=y").Variable("ARMADILLO_CACHE__TAGS__d", "5");

        using var services = _desk.Build(CacheSpec.Add);
        var spec = services.GetConfiguredSpec<CacheSpec>();

        Assert.Equal((2, TimeSpan.FromSeconds(3), "a=1 b=4 c=x=y d=5"), (spec.Replicas, spec.Pace.Beat, spec.Tags));
        Assert.Equal(TimeSpan.FromSeconds(1), Pace.Usual.Beat);
    }

    private sealed record Pace
    {
        public static Pace Usual { get; } = new();

        public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(1);
    }

    private sealed record CacheSpec : ITopologySpec
    {
        public int Replicas { get; init; } = 1;

        public Pace Pace { get; init; } = Pace.Usual;

        public string Tags { get; init; } = "";

        public static void Add(IServiceCollection services) => services.AddArmadilloSection("Cache", new CacheSpec(), keys => keys
            .Add(spec => spec.Replicas, new ValueLimit<int>("at least 1", count => count >= 1))
            .AddSection(spec => spec.Pace, pace => pace.Add(p => p.Beat))
            .AddMap(spec => spec.Tags, (tags, name, values) => $"{tags} {name}={string.Join(',', values)}".Trim()));

        public TopologySpec ToTopology() => new() { Name = "cache", Instances = [] };
    }
}
