using System.Diagnostics;
using System.Net.Http.Headers;
using Armadillo.Testing.ArangoDb.DependencyInjection;
using Armadillo.Testing.ArangoDb.Options;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Benchmarks;

/// <summary>
/// What the per-test order costs on a running cluster: a fixture that leases it, a failure point set and cleared against the two
/// requests made bare, in turns, and a whole empty test with its looks for leftovers.
/// </summary>
internal static class TestOrder
{
    private const int Leases = 100;
    private const int Points = 3000;
    private const int Tests = 100;

    public static async Task RunAsync()
    {
        var root = Directory.CreateTempSubdirectory("benchmark-").FullName;
        await using (var run = new AssemblyRun())
        using (run.Enter())
        {
            var setup = new FixtureSetup
            {
                CreateSpec = _ => new ClusterSpec { Server = ArangodServer.Emulator(), Options = StartupOptions.None.With("emulator.failure-tests", "true") },
                ConfigureServices = services => services.AddArangoDb()
                    .Configure<ArmadilloOptions>(o => o.RootDirectory = root).Configure<TestOptions>(o => o.Sharing = TopologySharing.EqualSpecs),
                ServicesOf = typeof(TestOrder),
            };
            var begin = Stopwatch.GetTimestamp();
            await using var first = await FixtureSession.StartAsync(setup, Silent.Host);
            Console.WriteLine($"start of the cluster: {Stopwatch.GetElapsedTime(begin).TotalMilliseconds:F0} ms");
            await MeasureLeasesAsync(setup);
            await MeasurePointsAsync(first);
            await MeasureTestsAsync(run, first);
        }

        Directory.Delete(root, recursive: true);
    }

    private static async Task MeasureLeasesAsync(FixtureSetup setup)
    {
        var leases = new Series("a fixture leases the cluster");
        for (var round = -10; round < Leases; round++)
        {
            var begin = Stopwatch.GetTimestamp();
            await using var leased = await FixtureSession.StartAsync(setup, Silent.Host);
            if (round >= 0)
            {
                leases.Add(Stopwatch.GetElapsedTime(begin));
            }
        }

        Series.Print(leases);
    }

    private static async Task MeasurePointsAsync(FixtureSession session)
    {
        // Not disposed: that would stop the topology, which the session does.
        var cluster = new ArangoCluster(session.Topology, TimeProvider.System);
        var server = cluster.DbServers[0];
        var points = cluster.FailurePoints;
        using var client = new HttpClient { BaseAddress = server.Endpoint };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("bearer", await File.ReadAllTextAsync(cluster.TokenFile!));
        var handle = new Series("a failure point set and cleared");
        var sent = new Series("the two requests by the server");
        var bare = new Series("the two requests made bare");
        (Series Series, Func<Task> Run)[] ways =
        [
            (handle, async () => await (await points.SetAsync(server, "Some::where")).DisposeAsync()),
            (sent, async () =>
            {
                await server.SendAsync(HttpMethod.Put, "/_admin/debug/failat/Some%3A%3Awhere");
                await server.SendAsync(HttpMethod.Delete, "/_admin/debug/failat/Some%3A%3Awhere");
            }),
            (bare, async () =>
            {
                (await client.PutAsync("/_admin/debug/failat/Some%3A%3Awhere", null)).Dispose();
                (await client.DeleteAsync("/_admin/debug/failat/Some%3A%3Awhere")).Dispose();
            }),
        ];
        for (var round = -200; round < Points; round++)
        {
            // Each is the first in turn: what a round leaves in the caches serves the next one.
            for (var way = 0; way < ways.Length; way++)
            {
                var (series, run) = ways[(way + round + 200) % ways.Length];
                var begin = Stopwatch.GetTimestamp();
                await run();
                if (round >= 0)
                {
                    series.Add(Stopwatch.GetElapsedTime(begin));
                }
            }
        }

        Series.Print(handle, sent, bare);
    }

    private static async Task MeasureTestsAsync(AssemblyRun run, FixtureSession session)
    {
        var whole = new Series("an empty test, leftovers looked for");
        for (var round = -10; round < Tests; round++)
        {
            var begin = Stopwatch.GetTimestamp();
            var scope = await run.BeginAsync(new Silent(round), typeof(TestOrder), [new Held(session)], []);
            await scope.EndAsync(TestOutcome.Passed, null);
            if (round >= 0)
            {
                whole.Add(Stopwatch.GetElapsedTime(begin));
            }
        }

        Series.Print(whole);
    }

    /// <summary>A fixture that is there already.</summary>
    private sealed class Held(FixtureSession session) : ITopologyFixture
    {
        public FixtureSession? Session => session;

        public object? Find(Type type) => null;

        public Task StartAsync() => Task.CompletedTask;

        public Task StopAsync() => Task.CompletedTask;
    }

    /// <summary>A framework that shows nothing.</summary>
    private sealed class Silent(int number) : ITestRun, ITestHost
    {
        public static Silent Host { get; } = new(0);

        public TestIdentity Test { get; } = new($"{number}", $"test {number}");

        public CancellationToken CancellationToken => CancellationToken.None;

        public void WriteOutput(string text)
        {
        }

        public void Attach(string name, string path)
        {
        }

        public void WriteProgress(string line)
        {
        }
    }
}
