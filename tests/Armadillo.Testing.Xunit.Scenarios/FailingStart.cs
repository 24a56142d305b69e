using Armadillo.Testing.ArangoDb.Options;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Xunit.Scenarios;

public sealed class ServerThatCannotStart(IMessageSink diagnosticMessages) : SingleServerFixture(diagnosticMessages)
{
    protected override SingleServerSpec Configure(SingleServerSpec spec) => spec with
    {
        Server = ArangodServer.Emulator(),
        Options = StartupOptions.None.With("emulator.exit-during-start", "28"),
    };

    protected override void ConfigureServices(IServiceCollection services) => ScenarioRoot.Use(services, nameof(FailingStart));
}

public sealed class FailingStart(ServerThatCannotStart fixture) : IClassFixture<ServerThatCannotStart>
{
    [Fact]
    public void First() => Assert.NotNull(fixture);

    [Fact]
    public void Second() => Assert.NotNull(fixture);
}
