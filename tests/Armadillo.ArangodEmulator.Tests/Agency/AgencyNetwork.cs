using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency;
using Armadillo.ArangodEmulator.Http;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Tests.Agency;

/// <summary>Real agents in one process, joined by a network that can be cut. Directories outlive a killed agent.</summary>
internal sealed class AgencyNetwork : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Agent> _running = new();
    private readonly ConcurrentDictionary<string, bool> _isolated = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("agency-").FullName;

    public AgencyNetwork(int size, Func<AgencySettings, AgencySettings>? configure = null)
    {
        Endpoints = [.. Enumerable.Range(1, size).Select(i => $"tcp://agent:{i}")];
        Configure = configure ?? (s => s);
    }

    public string[] Endpoints { get; }

    public Func<AgencySettings, AgencySettings> Configure { get; set; }

    public RecordingLog Log { get; } = new();

    public ConcurrentQueue<int> FatalExits { get; } = new();

    public IReadOnlyDictionary<string, Agent> Running => _running;

    public static async Task<AgencyNetwork> StartedAsync(int size, Func<AgencySettings, AgencySettings>? configure = null)
    {
        var network = new AgencyNetwork(size, configure);
        foreach (var endpoint in network.Endpoints)
        {
            network.Start(endpoint);
        }

        await network.LeaderAsync();
        return network;
    }

    public static string IdOf(string endpoint) => $"AGNT-{endpoint[^1]}";

    public string DirectoryOf(string endpoint) => Path.Combine(_directory, IdOf(endpoint));

    public Agent Start(string endpoint)
    {
        var settings = Configure(new AgencySettings
        {
            MyAddress = endpoint,
            Size = Endpoints.Length,
            Endpoints = Endpoints,
            ElectionTimeoutMin = TimeSpan.FromSeconds(0.15),
            ElectionTimeoutMax = TimeSpan.FromSeconds(0.4),
            WaitForSync = false,
        });
        var agent = new Agent(
            settings, IdOf(endpoint), DirectoryOf(endpoint), "rocksdb", "3.12.10", new Link(this, endpoint), Log, TimeProvider.System, FatalExits.Enqueue);
        _running[endpoint] = agent;
        agent.Start();
        return agent;
    }

    public async Task KillAsync(string endpoint)
    {
        if (_running.TryRemove(endpoint, out var agent))
        {
            await agent.DisposeAsync();
        }
    }

    public void Isolate(string endpoint) => _isolated[endpoint] = true;

    public void Heal(string endpoint) => _isolated.TryRemove(endpoint, out _);

    /// <summary>Waits until one reachable agent leads and serves; gives its endpoint.</summary>
    public async Task<string> LeaderAsync()
    {
        var answer = "";
        await Eventually.Async(async () =>
        {
            foreach (var endpoint in _running.Keys)
            {
                if (_running.TryGetValue(endpoint, out var agent) && agent.Leading && !_isolated.ContainsKey(endpoint)
                    && (await PostAsync(endpoint, "read", """[["/"]]""")).Status == 200)
                {
                    answer = endpoint;
                    return true;
                }
            }

            return false;
        });
        return answer;
    }

    public Task<Reply> PostAsync(string endpoint, string route, string body, string? mode = null) =>
        SendAsync("POST", endpoint, "/_api/agency/" + route, body, mode);

    public Task<Reply> GetAsync(string endpoint, string route) => SendAsync("GET", endpoint, "/_api/agency/" + route, null);

    public async Task<Reply> SendAsync(string method, string endpoint, string pathAndQuery, string? body, string? mode = null)
    {
        if (!_running.TryGetValue(endpoint, out var agent))
        {
            throw new HttpRequestException($"nobody listens at {endpoint}");
        }

        var url = pathAndQuery.Split('?', 2);
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = url[0];
        context.Request.QueryString = new QueryString(url.Length > 1 ? "?" + url[1] : "");
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body ?? ""));
        context.Response.Body = new MemoryStream();
        if (mode is not null)
        {
            context.Request.Headers["x-arangodb-agency-mode"] = mode;
        }

        await agent.HandleAsync(context);
        var bytes = ((MemoryStream)context.Response.Body).ToArray();
        return new Reply(
            context.Response.StatusCode, bytes.Length == 0 ? null : JsonNode.Parse(bytes), context.Response.Headers.Location.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var endpoint in Endpoints)
        {
            await KillAsync(endpoint);
        }

        Directory.Delete(_directory, recursive: true);
    }

    internal sealed record Reply(int Status, JsonNode? Body, string Location)
    {
        public string Text => Body?.ToJsonString() ?? "";

        public string At(string path) => path.Split('/').Aggregate(
            Body, (node, part) => node is JsonArray a ? a[int.Parse(part, CultureInfo.InvariantCulture)] : node?[part])?.ToJsonString() ?? "";
    }

    private sealed class Link(AgencyNetwork network, string from) : IPeerClient
    {
        public async Task<PeerAnswer> SendAsync(
            HttpMethod method, string endpoint, string pathAndQuery, JsonNode? body, TimeSpan timeout, CancellationToken cancellationToken,
            string? authorization = null)
        {
            var text = body?.ToJsonString();
            var exchange = Cut(endpoint)
                ? Lost(timeout, cancellationToken)
                : Task.Run(() => network.SendAsync(method.Method, endpoint, pathAndQuery, text), cancellationToken);
            try
            {
                var reply = await exchange.WaitAsync(timeout, TimeProvider.System, cancellationToken);
                if (Cut(endpoint))
                {
                    reply = await Lost(timeout, cancellationToken);
                }

                return new PeerAnswer((HttpStatusCode)reply.Status, reply.Body, reply.Location);
            }
            catch (Exception e) when (e is TimeoutException or ObjectDisposedException)
            {
                throw new HttpRequestException("no answer", e);
            }
        }

        private bool Cut(string endpoint) => network._isolated.ContainsKey(from) || network._isolated.ContainsKey(endpoint);

        private static async Task<Reply> Lost(TimeSpan timeout, CancellationToken cancellationToken)
        {
            await Task.Delay(timeout, TimeProvider.System, cancellationToken);
            throw new HttpRequestException("lost");
        }
    }
}
