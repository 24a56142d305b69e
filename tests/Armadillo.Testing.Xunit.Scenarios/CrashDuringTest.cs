using System.Diagnostics;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Readiness;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Xunit.Scenarios;

public sealed class FragileServer(IMessageSink diagnosticMessages) : SingleServerFixture(diagnosticMessages)
{
    protected override SingleServerSpec Configure(SingleServerSpec spec) => spec with { Server = ArangodServer.Emulator() };

    protected override void ConfigureServices(IServiceCollection services) => ScenarioRoot.Use(services, nameof(CrashDuringTest));
}

public sealed class CrashDuringTest(FragileServer fixture) : IClassFixture<FragileServer>
{
    [Fact]
    public async Task Waiting_for_something_else()
    {
        var wait = fixture.Topology.WaitAsync(Condition.When("never", (_, _) => ValueTask.FromResult((false, "no"))), TimeSpan.FromMinutes(5));
        using var victim = Process.GetProcessById(fixture.Server.Instance.ProcessId!.Value);
        victim.Kill();
        await wait;
    }
}
