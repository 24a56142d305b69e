using System.Diagnostics;
using System.Globalization;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Network;
using Armadillo.Testing.Plans;
using Armadillo.Testing.Specs;

namespace Armadillo.Benchmarks;

/// <summary>
/// From the spawn of an emulated server to its first answer with 200, looked at every millisecond, and what it holds resident
/// then; each role in turn, beside the least web server that .NET can be. Agents are there before dbservers are started, and
/// these before the coordinator. Last, the eight members of a cluster spawned at once, until all have answered, and the processor time
/// that they take together until then and in the seconds after, as they are and with the tiering that .NET has by default.
/// </summary>
internal sealed class EmulatorStart : IDisposable
{
    private const int Rounds = 15;
    private const int Clusters = 5;

    /// <summary>Overrides what the program says: hexadecimal milliseconds until busy methods are compiled a second time.</summary>
    private const string TieringDelay = "DOTNET_TC_CallCountingDelayMs";

    private static readonly TimeSpan _after = TimeSpan.FromSeconds(6);
    private readonly HttpClient _http = LoopbackHttp.CreateClient();

    public static async Task RunAsync()
    {
        using var start = new EmulatorStart();
        await using var container = new Container();
        await start.MeasureRolesAsync(container);
        await start.MeasureEightAsync(container);
    }

    public void Dispose() => _http.Dispose();

    private static TopologySpec Cluster(int agents, int dbServers, int coordinators) => new ClusterSpec
    {
        Server = ArangodServer.Emulator(),
        Authentication = false,
        Agents = agents,
        DbServers = dbServers,
        Coordinators = coordinators,
    }.ToTopology();

    private static TopologySpec Single() => new SingleServerSpec { Server = ArangodServer.Emulator(), Authentication = false }.ToTopology();

    private static long ResidentBytes(Process process)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith("VmRSS", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private async Task MeasureRolesAsync(Container container)
    {
        string[] names = ["single server", "agent", "dbserver", "coordinator", "bare web server"];
        var times = names.Select(name => new Series(name)).ToArray();
        var memory = names.Select(_ => new List<long>()).ToArray();
        for (var round = -2; round < Rounds; round++)
        {
            using var single = await container.Starter.PlanAsync(Single());
            using var cluster = await container.Starter.PlanAsync(Cluster(1, 2, 1));
            var members = cluster.Instances;
            await using var processes = new Processes();
            (int Of, Func<Task<(TimeSpan, long)>> Start)[] starts =
            [
                (0, () => StartAsync(single.Instances[0], processes)),
                (1, () => StartAsync(members[0], processes)),
                (2, () => StartAsync(members[1], processes)),
                (2, () => StartAsync(members[2], processes)),
                (3, () => StartAsync(members[3], processes)),
                (4, () => StartBareAsync(single.Instances[0], processes)),
            ];
            foreach (var (of, start) in starts)
            {
                var (time, bytes) = await start();
                if (of is 0)
                {
                    // Its port is the bare server's afterwards.
                    processes.EndLast();
                }

                if (round >= 0)
                {
                    times[of].Add(time);
                    memory[of].Add(bytes);
                }
            }
        }

        Series.Print(times);
        foreach (var (name, bytes) in names.Zip(memory))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-34} resident {bytes.Order().ElementAt(bytes.Count / 2) / 1e6:F1} MB"));
        }
    }

    private async Task MeasureEightAsync(Container container)
    {
        (string Name, string? Delay)[] variants = [("as built", null), ("default tiering", "64")];
        var last = variants.Select(static v => new Series($"eight members answer, {v.Name}")).ToArray();
        var until = variants.Select(static v => new Series($"processor until then, {v.Name}")).ToArray();
        var later = variants.Select(static v => new Series($"and {_after.TotalSeconds} s later, {v.Name}")).ToArray();
        for (var round = -1; round < Clusters; round++)
        {
            for (var of = 0; of < variants.Length; of++)
            {
                Environment.SetEnvironmentVariable(TieringDelay, variants[of].Delay);
                using var plan = await container.Starter.PlanAsync(Cluster(3, 3, 2));
                await using var processes = new Processes();
                var begin = Stopwatch.GetTimestamp();
                await Task.WhenAll(plan.Instances.Select(instance => StartAsync(instance, processes)));
                var (time, processor) = (Stopwatch.GetElapsedTime(begin), processes.ProcessorTime());
                await Task.Delay(_after);
                if (round >= 0)
                {
                    last[of].Add(time);
                    until[of].Add(processor);
                    later[of].Add(processes.ProcessorTime());
                }
            }
        }

        Environment.SetEnvironmentVariable(TieringDelay, null);
        Series.Print(last);
        Series.Print(until);
        Series.Print(later);
    }

    private async Task<(TimeSpan Time, long Bytes)> StartAsync(InstancePlan plan, Processes processes)
    {
        var begin = Stopwatch.GetTimestamp();
        var process = processes.Add(PlainProcess.Start(plan));
        return await FirstAnswerAsync(process, new Uri(plan.Endpoint!, "/_api/version"), begin);
    }

    private async Task<(TimeSpan Time, long Bytes)> StartBareAsync(InstancePlan plan, Processes processes)
    {
        var begin = Stopwatch.GetTimestamp();
        var process = processes.Add(Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "bare-server"), [plan.Endpoint!.ToString()]))!);
        return await FirstAnswerAsync(process, plan.Endpoint, begin);
    }

    private async Task<(TimeSpan Time, long Bytes)> FirstAnswerAsync(Process process, Uri url, long begin)
    {
        while (true)
        {
            try
            {
                using var answer = await _http.GetAsync(url);
                if (answer.IsSuccessStatusCode)
                {
                    return (Stopwatch.GetElapsedTime(begin), ResidentBytes(process));
                }
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // It does not listen yet.
            }

            await Task.Delay(1);
        }
    }

    private sealed class Processes : IAsyncDisposable
    {
        private readonly List<Process> _all = [];

        public Process Add(Process process)
        {
            lock (_all)
            {
                _all.Add(process);
            }

            return process;
        }

        /// <summary>Of all of them together, since they were started.</summary>
        public TimeSpan ProcessorTime()
        {
            _all.ForEach(static p => p.Refresh());
            return _all.Aggregate(TimeSpan.Zero, static (sum, p) => sum + p.TotalProcessorTime);
        }

        public void EndLast()
        {
            PlainProcess.End(_all[^1]);
            _all.RemoveAt(_all.Count - 1);
        }

        public ValueTask DisposeAsync()
        {
            _all.ForEach(PlainProcess.End);
            return ValueTask.CompletedTask;
        }
    }
}
