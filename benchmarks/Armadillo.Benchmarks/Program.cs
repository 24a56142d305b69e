using Armadillo.Benchmarks;

var benchmarks = new Dictionary<string, (string About, Func<Task> Run)>
{
    ["exit-latency"] = ("from the death of a member to the end of a pending wait", ExitLatency.RunAsync),
    ["start-ratio"] = ("a cluster's start against a script that knows everything in advance", StartRatio.RunAsync),
    ["log-flood"] = ("100 MB/s on both streams of one member while another starts", LogFlood.RunAsync),
    ["idle-watch"] = ("what 32 idle members cost", IdleWatch.RunAsync),
    ["cycles"] = ("300 starts and stops in one process", Cycles.RunAsync),
    ["test-order"] = ("a lease, a failure point and an empty test on a running cluster", TestOrder.RunAsync),
    ["link-latency"] = ("a request and its answer through a link against the direct way", LinkLatency.RunAsync),
    ["emulator-start"] = ("the emulator's roles against a bare web server: spawn to first 200, memory", EmulatorStart.RunAsync),
    ["launch"] = ("the launcher against Process.Start", Launch.RunAsync),
};
if (args is not [var name] || !benchmarks.TryGetValue(name, out var benchmark))
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project benchmarks/Armadillo.Benchmarks -- <name>");
    foreach (var (known, (about, _)) in benchmarks)
    {
        Console.Error.WriteLine($"  {known,-13} {about}");
    }

    return 64;
}

Console.WriteLine($"{name}: {benchmark.About}");
Console.WriteLine($"before: {Machine.Describe()}");
await benchmark.Run();
Console.WriteLine($"after:  {Machine.Describe()}");
return 0;
