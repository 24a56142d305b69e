using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Network;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Armadillo.Testing.Tests.DependencyInjection;

public sealed class ArmadilloOptionsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_multiplier_outside_of_its_range_is_told(double multiplier) => Assert.Equal(
        [$"TimeoutMultiplier is {multiplier}; it must be more than 0 and at most 100."], FailuresOf(options => options.TimeoutMultiplier = multiplier));

    [Theory]
    [InlineData(1023, 2000)]
    [InlineData(3000, 2999)]
    [InlineData(60000, 65536)]
    public void Ports_outside_of_their_range_are_told(int first, int last) => Assert.Equal(
        [$"Ports is {first}-{last}; it must lie within 1024 to 65535, lowest first."], FailuresOf(options => options.Ports = new PortRange(first, last)));

    [Theory]
    [InlineData(9)]
    [InlineData(100_001)]
    public void A_ring_outside_of_its_range_is_told(int lines) =>
        Assert.Equal([$"LogRingLines is {lines}; it must be 10 to 100000."], FailuresOf(options => options.LogRingLines = lines));

    [Fact]
    public void A_root_that_does_not_exist_is_told() => Assert.Equal(
        ["RootDirectory is '/no/such/root', which does not exist; create it or leave the option out for the system's temporary directory."],
        FailuresOf(options => options.RootDirectory = "/no/such/root"));

    [Fact]
    public void All_problems_are_told_together() => Assert.Equal(3, FailuresOf(options =>
    {
        options.TimeoutMultiplier = 0;
        options.LogRingLines = 0;
        options.Ports = new PortRange(1, 0);
    }).Count());

    [Fact]
    public void The_defaults_and_the_edges_are_valid()
    {
        foreach (var configure in new Action<ArmadilloOptions>[]
        {
            _ => { },
            options => (options.TimeoutMultiplier, options.LogRingLines, options.Ports) = (100, 10, new PortRange(1024, 65535)),
            options => (options.TimeoutMultiplier, options.LogRingLines, options.Ports) = (0.01, 100_000, new PortRange(5000, 5000)),
        })
        {
            using var services = new ServiceCollection().AddArmadillo(configure).BuildServiceProvider();
            Assert.NotNull(services.GetRequiredService<IOptions<ArmadilloOptions>>().Value);
        }
    }

    [Fact]
    public async Task Adding_it_twice_is_as_good_as_once_and_two_containers_share_nothing()
    {
        var services = new ServiceCollection().AddArmadillo().AddArmadillo();
        Assert.Single(services, s => s.ServiceType == typeof(ITopologyStarter));
        await using var one = services.BuildServiceProvider();
        await using var other = services.BuildServiceProvider();

        Assert.Same(one.GetRequiredService<ITopologyStarter>(), one.GetRequiredService<ITopologyStarter>());
        Assert.NotSame(one.GetRequiredService<ITopologyStarter>(), other.GetRequiredService<ITopologyStarter>());
    }

    private static IEnumerable<string> FailuresOf(Action<ArmadilloOptions> configure)
    {
        using var services = new ServiceCollection().AddArmadillo(configure).BuildServiceProvider();
        return Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<ITopologyStarter>()).Failures;
    }
}
