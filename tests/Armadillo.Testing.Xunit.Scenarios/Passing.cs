using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Xunit.Scenarios;

public sealed class PassingServer(IMessageSink diagnosticMessages) : SingleServerFixture(diagnosticMessages)
{
    protected override SingleServerSpec Configure(SingleServerSpec spec) => spec with { Server = ArangodServer.Emulator() };

    protected override void ConfigureServices(IServiceCollection services) => ScenarioRoot.Use(services, nameof(Passing));
}

public sealed class Passing(PassingServer fixture, ITestOutputHelper output) : IClassFixture<PassingServer>
{
    [Fact]
    public async Task First()
    {
        output.WriteLine($"process {fixture.Server.Instance.LastIdentity}");
        Assert.NotNull(await fixture.Server.GetAsync("/_api/version"));
    }

    [Fact]
    public async Task Second()
    {
        using var lines = fixture.ForwardTo(output);
        output.WriteLine($"process {fixture.Server.Instance.LastIdentity}");
        await fixture.Server.SuspendAsync();
        await fixture.Server.ResumeAsync();
    }
}
