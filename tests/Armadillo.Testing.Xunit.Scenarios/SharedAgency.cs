using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Xunit.Scenarios;

public sealed class SharedAgency(IMessageSink diagnosticMessages) : AgencyFixture(diagnosticMessages)
{
    protected override AgencySpec Configure(AgencySpec spec) => spec with { Server = ArangodServer.Emulator(), Agents = 1 };

    protected override void ConfigureServices(IServiceCollection services) => ScenarioRoot.Use(services, nameof(SharedAgency));
}

[CollectionDefinition(nameof(SharedAgency))]
public sealed class SharedAgencyGroup : ICollectionFixture<SharedAgency>;

[Collection(nameof(SharedAgency))]
public sealed class SharedByOne(SharedAgency fixture, ITestOutputHelper output)
{
    [Fact]
    public async Task Test()
    {
        output.WriteLine($"process {fixture.Agents[0].Instance.LastIdentity}");
        await fixture.Agency.SetAsync("scenario/one", 1);
    }
}

[Collection(nameof(SharedAgency))]
public sealed class SharedByAnother(SharedAgency fixture, ITestOutputHelper output)
{
    [Fact]
    public async Task Test()
    {
        output.WriteLine($"process {fixture.Agents[0].Instance.LastIdentity}");
        await fixture.Agency.SetAsync("scenario/other", 1);
    }
}
