using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

/// <summary>The servers that the recorded requests are sent to, and what has come of them. One of each for the whole suite.</summary>
public sealed class ConformanceServers : IAsyncLifetime
{
    public const string Collection = "conformance";

    private readonly Dictionary<string, TranscriptResult> _transcripts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<EndpointResult>> _endpoints = new(StringComparer.Ordinal);
    private SingleServer? _single;
    private TestCluster? _cluster;

    internal async Task<TranscriptResult> TranscriptAsync(string name)
    {
        if (!_transcripts.TryGetValue(name, out var result))
        {
            _transcripts[name] = result = await RunAsync(RecordedAnswers.All.Single(r => r.Name == name));
        }

        return result;
    }

    internal async Task<IReadOnlyList<EndpointResult>> EndpointsAsync(string role)
    {
        if (!_endpoints.TryGetValue(role, out var results))
        {
            var (port, authorization) = role == "single" ? await SingleAsync() : await CoordinatorAsync();
            _endpoints[role] = results = await EndpointRun.AllAsync(port, authorization, _cluster?.IdOf("db1") ?? "PRMR-1");
            await new ScriptRun(port, authorization).CleanAsync();
        }

        return results;
    }

    internal async Task<(int Port, string Authorization)> SingleAsync()
    {
        _single ??= await SingleServer.ReadyAsync();
        return (_single.Port, Requests.Basic("root", ""));
    }

    internal async Task<(int Port, string Authorization)> CoordinatorAsync()
    {
        if (_cluster is null)
        {
            _cluster = new TestCluster();
            await _cluster.StartAllAsync();
        }

        return (_cluster.Port("coordinator"), _cluster.Token);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_single is not null)
        {
            await _single.DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    private async Task<TranscriptResult> RunAsync(RecordedAnswers recorded)
    {
        if (!RequestScript.All.TryGetValue(recorded.Name, out var script))
        {
            return new TranscriptResult(recorded.Name, false, false, []);
        }

        var (port, authorization) = recorded.OfCluster ? await CoordinatorAsync() : await SingleAsync();
        var run = new ScriptRun(port, authorization);
        var differences = await run.RunAsync(script, recorded);
        var notEmulated = run.LastIsNotEmulated;
        await run.CleanAsync();
        return new TranscriptResult(recorded.Name, true, differences.Count > 0 && notEmulated, differences);
    }
}

[CollectionDefinition(ConformanceServers.Collection)]
public sealed class ConformanceSuite : ICollectionFixture<ConformanceServers>;

internal sealed record TranscriptResult(string Name, bool Made, bool NotEmulated, IReadOnlyList<string> Differences)
{
    public bool Agrees => Made && Differences.Count == 0;

    public override string ToString() => Agrees ? "agrees" : Made ? string.Join("; ", Differences) : "no request is known";
}
