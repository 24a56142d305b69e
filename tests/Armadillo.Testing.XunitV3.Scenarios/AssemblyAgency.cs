using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Xunit.Scenarios;
using Armadillo.Testing.XunitV3.Scenarios;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(AssemblyAgency))]

namespace Armadillo.Testing.XunitV3.Scenarios;

/// <summary>One for all classes of the assembly, which is new in this version of xUnit.</summary>
public sealed class AssemblyAgency : AgencyFixture
{
    protected override AgencySpec Configure(AgencySpec spec) => spec with { Server = ArangodServer.Emulator(), Agents = 1 };

    protected override void ConfigureServices(IServiceCollection services) => ScenarioRoot.Use(services, nameof(AssemblyAgency));
}

public sealed class OfTheAssemblyOne(AssemblyAgency fixture, ITestOutputHelper output)
{
    [Fact]
    public void Test() => output.WriteLine($"process {fixture.Agents[0].Instance.LastIdentity}");
}

public sealed class OfTheAssemblyOther(AssemblyAgency fixture, ITestOutputHelper output)
{
    [Fact]
    public void Test() => output.WriteLine($"process {fixture.Agents[0].Instance.LastIdentity}");
}
