using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Instances;

namespace Armadillo.Testing.RealServers.Tests;

public sealed class PostgresTests : ServerTest
{
    [ServerFact("postgres", "initdb", "pg_isready", "psql", "setpriv")]
    public async Task It_starts_on_the_data_of_a_completed_initdb_and_answers()
    {
        await using var topology = await Starter.StartAsync(Postgres.Topology());
        var server = topology["postgres"];

        Assert.Equal(InstanceState.Stopped, topology["initdb"].State);
        Assert.Equal(0, topology["initdb"].LastExit!.ExitCode);
        Assert.Equal(0, (await Postgres.AskAsync(server, "pg_isready")).Code);
        Assert.Equal((0, "3"), await Postgres.AskAsync(server, "psql", "-Atc", "select 1 + 2"));
        var order = topology.Events.Events.Where(e => e is InstanceExited or InstanceLaunched).Select(e => $"{e.Instance} {e.GetType().Name}");
        Assert.Equal(["initdb InstanceLaunched", "initdb InstanceExited", "postgres InstanceLaunched"], order);
    }

    [ServerFact("postgres", "initdb", "psql", "setpriv")]
    public async Task It_stops_at_once_with_an_open_client()
    {
        await using var topology = await Starter.StartAsync(Postgres.Topology());
        var client = Postgres.AskAsync(topology["postgres"], "psql", "-Atc", "select pg_sleep(600)");
        var connected = 0;
        while (connected == 0)
        {
            connected = int.Parse((await Postgres.AskAsync(
                topology["postgres"], "psql", "-Atc", "select count(*) from pg_stat_activity where query like 'select pg_sleep%'")).Text, System.Globalization.CultureInfo.InvariantCulture);
        }

        var stop = await topology.StopAsync();

        Assert.True(stop.IsClean, Describe(stop));
        Assert.NotEqual(0, (await client).Code);
    }

    [ServerFact("postgres", "initdb", "psql", "setpriv")]
    public async Task A_killed_server_takes_its_children_with_it_and_comes_back_with_its_data()
    {
        await using var topology = await Starter.StartAsync(Postgres.Topology());
        var server = topology["postgres"];
        var children = RunningProcesses.ChildrenOf(server.ProcessId!.Value);
        Assert.NotEmpty(children);
        Assert.Equal(0, (await Postgres.AskAsync(server, "psql", "-c", "create table t as select 42 as answer")).Code);

        await server.KillAsync();
        Assert.DoesNotContain(children, RunningProcesses.Runs);
        await server.RestartAsync();

        Assert.Equal((0, "42"), await Postgres.AskAsync(server, "psql", "-Atc", "select answer from t"));
        Assert.Empty(topology.Crashes);
    }

    [ServerFact("postgres", "initdb", "setpriv")]
    public async Task Its_refusal_to_run_as_root_is_in_the_exception()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        var failure = await Assert.ThrowsAsync<TopologyStartException>(() =>
            Starter.StartAsync(new Specs.TopologySpec { Name = "rooted", Instances = [Postgres.ServerAsRoot()] }));

        Assert.Contains("execution of the PostgreSQL server is not permitted", failure.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 1", failure.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(failure.Directory));
    }

    [ServerFact("postgres", "initdb", "setpriv")]
    public async Task When_initdb_fails_the_server_is_never_launched()
    {
        var topology = Postgres.Topology();
        var failing = topology with
        {
            Instances = [topology.Instances[0] with { Program = "/bin/sh", Arguments = _ => ["-c", "echo disk full >&2; exit 1"] }, topology.Instances[1]],
        };
        Armadillo.Testing.Topologies.Topology? seen = null;

        var failure = await Assert.ThrowsAsync<TopologyStartException>(() => Starter.StartAsync(failing, t => seen = t));

        Assert.Contains("disk full", failure.Message, StringComparison.Ordinal);
        Assert.Null(seen!["postgres"].LastIdentity);
    }
}
