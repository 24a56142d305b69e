using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Http;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Instances;

namespace Armadillo.Testing.ArangoDb.FailurePoints;

/// <summary>The failure points of one topology, and which of them were set here and not cleared yet.</summary>
internal sealed class ServerFailurePoints(ArangoTopology topology) : IFailurePoints
{
    private const string Root = "/_admin/debug";
    private ImmutableList<FailurePoint> _set = [];
    private bool? _available;

    public async Task<bool> AreAvailableAsync(CancellationToken cancellationToken)
    {
        if (_available is { } known)
        {
            return known;
        }

        var server = ServerSelection.Running.From(topology.Servers)[0];
        var answer = await server.SendAsync(HttpMethod.Get, $"{Root}/failat", null, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 401)
        {
            throw Refusal(server, "GET", "failat", answer);
        }

        _available = answer.IsSuccess && answer.Json is JsonValue value && value.TryGetValue<bool>(out var available) && available;
        return _available.Value;
    }

    public Task<FailurePoint> SetAsync(IReadOnlyList<ArangoServer> servers, string name, CancellationToken cancellationToken) =>
        SetAsync(ServerSelection.Of(servers), name, cancellationToken);

    public async Task<FailurePoint> SetAsync(ServerSelection servers, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(servers);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var point = new FailurePoint(this, name, servers.From(topology.Servers));

        // Registered before the first request: whatever happens on the way, the end of the test clears it.
        ImmutableInterlocked.Update(ref _set, all => all.Add(point));
        try
        {
            await Task.WhenAll(point.Servers.Select(s => RequireAsync(s, HttpMethod.Put, PathOf(name), cancellationToken))).ConfigureAwait(false);
        }
        catch
        {
            await TryClearAsync(point).ConfigureAwait(false);
            throw;
        }

        foreach (var server in point.Servers)
        {
            topology.Events.Append(new FaultApplied($"failure point {name} set") { Instance = server.Name });
        }

        return point;
    }

    public async Task<IReadOnlyList<string>> ListAsync(ArangoServer server, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        var answer = await RequireAsync(server, HttpMethod.Get, "failat/all", cancellationToken).ConfigureAwait(false);
        return answer.Json is JsonArray names ? [.. names.Select(n => n!.ToString()).Order(StringComparer.Ordinal)] : [];
    }

    public Task ClearAsync(ServerSelection? servers, CancellationToken cancellationToken) =>
        OnRunningAsync(servers, HttpMethod.Delete, "failat", cancellationToken);

    public Task ResetRaceControlAsync(ServerSelection? servers, CancellationToken cancellationToken) =>
        OnRunningAsync(servers, HttpMethod.Delete, "raceControl", cancellationToken);

    public async Task<CrashReport> TerminateAsync(ArangoServer server, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        using var expected = topology.Topology.CrashReports.Expect(server.Instance);
        try
        {
            var answer = await server.SendAsync(HttpMethod.Put, $"{Root}/crash", null, cancellationToken).ConfigureAwait(false);
            throw Refusal(server, "PUT", "crash", answer);
        }
        catch (ArangoRequestException)
        {
            // The connection broke: that is what was asked for.
        }

        return await expected.WaitAsync(null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Clears what was set here and not cleared.</summary>
    /// <returns>What was cleared.</returns>
    internal async Task<IReadOnlyList<string>> TakeBackAsync(CancellationToken cancellationToken)
    {
        var left = _set;
        await Task.WhenAll(left.Select(point => point.ClearAsync(cancellationToken))).ConfigureAwait(false);
        return [.. left.Select(point => $"{point} cleared")];
    }

    internal async Task ClearAsync(FailurePoint point, CancellationToken cancellationToken)
    {
        await Task.WhenAll(point.Servers.Select(server => ClearOnAsync(server, point.Name, cancellationToken))).ConfigureAwait(false);
        ImmutableInterlocked.Update(ref _set, all => all.Remove(point));
        foreach (var server in point.Servers)
        {
            topology.Events.Append(new FaultApplied($"failure point {point.Name} cleared") { Instance = server.Name });
        }
    }

    internal async Task ClearOnAsync(ArangoServer server, string name, CancellationToken cancellationToken)
    {
        if (server.State == InstanceState.Suspended)
        {
            throw new FailurePointException($"The failure point {name} cannot be cleared while {server.Name} is suspended; resume it first.");
        }

        if (server.State == InstanceState.Running)
        {
            await RequireAsync(server, HttpMethod.Delete, PathOf(name), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TryClearAsync(FailurePoint point)
    {
        try
        {
            await point.ClearAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FailurePointException or ArangoRequestException or InstanceCrashedException)
        {
            // Why it could not be set is the exception to tell; it stays registered where clearing may still work.
            if (_available != true)
            {
                ImmutableInterlocked.Update(ref _set, all => all.Remove(point));
            }
        }
    }

    private Task<ArangoResponse[]> OnRunningAsync(ServerSelection? servers, HttpMethod method, string path, CancellationToken cancellationToken)
    {
        var running = (servers ?? ServerSelection.Running).From(topology.Servers).Where(s => s.State == InstanceState.Running);
        return Task.WhenAll(running.Select(s => RequireAsync(s, method, path, cancellationToken)));
    }

    // "::" and whatever else a name may hold is one segment of the path.
    private static string PathOf(string name) => $"failat/{Uri.EscapeDataString(name)}";

    private async Task<ArangoResponse> RequireAsync(ArangoServer server, HttpMethod method, string path, CancellationToken cancellationToken)
    {
        var answer = await server.SendAsync(method, $"{Root}/{path}", null, cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccess)
        {
            _available = true;
            return answer;
        }

        throw Refusal(server, method.Method, path, answer);
    }

    private FailurePointException Refusal(ArangoServer server, string method, string path, ArangoResponse answer)
    {
        if (answer.Status is 404 or 501)
        {
            _available ??= false;
            var remedy = topology.Topology.Server.Contains("emulator", StringComparison.Ordinal)
                ? "start the emulator with the startup option emulator.failure-tests=true"
                : "use a build made with USE_FAILURE_TESTS (and for crash and raceControl USE_MAINTAINER_MODE)";
            return new FailurePointException($"{server.Name} runs {topology.Topology.Server}, a build without its debug interface ({method} {Root}/{path}: {answer}). To have it, {remedy}.");
        }

        return new FailurePointException($"{method} {Root}/{path} at {server.Name}: {answer}.");
    }
}
