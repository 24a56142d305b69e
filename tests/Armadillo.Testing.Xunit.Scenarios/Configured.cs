using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace Armadillo.Testing.Xunit.Scenarios;

/// <summary>Says in code only what file and variables do not say: armadillo.json chooses the server, the outer suite sets variables.</summary>
public sealed class ConfiguredServer(IMessageSink diagnosticMessages) : SingleServerFixture(diagnosticMessages)
{
    public SingleServerSpec? Spec { get; private set; }

    protected override SingleServerSpec Configure(SingleServerSpec spec) => Spec = spec with { Authentication = true };

    protected override void ConfigureServices(IServiceCollection services) => ScenarioRoot.Use(services, nameof(Configured));
}

public sealed class Configured(ConfiguredServer fixture) : IClassFixture<ConfiguredServer>
{
    [Fact]
    public void The_file_is_read_variables_win_over_it_and_code_over_both()
    {
        var options = fixture.Services.GetRequiredService<IOptions<ArmadilloOptions>>().Value;

        Assert.Equal((321, 3.0), (options.LogRingLines, options.TimeoutMultiplier));
        Assert.True(fixture.Spec!.Server!.IsEmulator);
        Assert.Equal((TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(70)), (fixture.Spec.StopGracePeriod, fixture.Spec.StartTimeout));
        Assert.NotNull(fixture.TokenFile);
    }
}
