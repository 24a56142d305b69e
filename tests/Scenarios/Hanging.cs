namespace Armadillo.Testing.Scenarios;

public sealed class HangingServer : ScenarioServer;

/// <summary>Waits for ever on a suspended server, when the outer suite asks for it; it then interrupts the run.</summary>
#if NUNIT
[TopologyTests]
#endif
public sealed class Hanging(HangingServer server)
{
    [Test]
    public async Task Waits_for_ever_when_asked_to()
    {
        if (Environment.GetEnvironmentVariable("SCENARIO_HANG") is null)
        {
            return;
        }

        await server.Server.SuspendAsync();
        await File.WriteAllTextAsync(Path.Combine(Environment.GetEnvironmentVariable("SCENARIO_ROOT")!, "hanging"), "");
        await new TaskCompletionSource().Task;
    }
}
