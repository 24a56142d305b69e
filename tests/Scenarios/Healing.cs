using Armadillo.Testing.Faults;
using Armadillo.Testing.Instances;

namespace Armadillo.Testing.Scenarios;

public sealed class HealingServer : ScenarioServer;

/// <summary>Tests that leave their server suspended, killed or stopped, each followed by one that needs it.</summary>
#if NUNIT
[TopologyTests]
#endif
public sealed class Healing(HealingServer server, IFaults faults)
{
    [Test]
    public async Task A_leaves_it_suspended() => await faults.SuspendAsync(server.Server.Instance);

    [Test]
    public Task B_finds_it_running() => AnswersAsync();

    [Test]
    public async Task C_leaves_it_killed() => await server.Server.KillAsync();

    [Test]
    public Task D_finds_it_running() => AnswersAsync();

    [Test]
    public async Task E_leaves_it_stopped_and_fails()
    {
        await server.Server.StopAsync();
        Check.True(false, "on purpose");
    }

    [Test]
    public Task F_finds_it_running() => AnswersAsync();

    [Test]
    public async Task G_heals_it_itself()
    {
        await using (var fault = await faults.KillAsync(server.Server.Instance))
        {
            Check.Equal(InstanceState.Stopped, fault.Members[0].State);
            Check.Equal(1, faults.Active.Count);
        }

        Check.Empty(faults.Active);
        await AnswersAsync();
    }

    private async Task AnswersAsync()
    {
        Check.Equal(InstanceState.Running, server.Server.State);
        await server.Server.GetAsync("/_api/version");
    }
}
