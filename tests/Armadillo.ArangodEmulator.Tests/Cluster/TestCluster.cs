using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Cluster;

/// <summary>Agents, DB servers and coordinators as processes; all killed in the end.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private const string Secret = "cluster-secret";

    private readonly ScratchDirectory _scratch = new();
    private readonly Dictionary<string, EmulatorProcess> _processes = [];
    private readonly Dictionary<string, int> _ports = [];
    private readonly Dictionary<string, string[]> _arguments = [];
    private string[] _agents = ["agent"];

    public TestCluster() => _scratch.Write("secret", Secret);

    public string Token { get; } = Tokens.Superuser(Secret);

    public EmulatorProcess this[string name] => _processes[name];

    public bool Has(string name) => _processes.ContainsKey(name);

    public int Port(string name) => _ports[name];

    public EmulatorProcess StartAgent(string name, params IEnumerable<string> more)
    {
        var address = Address(name);
        return Start(
            name,
            ["--agency.activate", "true", "--agency.supervision", "true", "--agency.my-address", address, "--agency.endpoint", address, .. more]);
    }

    /// <summary>Several agents; the first is "agent", the others "agent2" and so on.</summary>
    public void StartAgents(int count, params IEnumerable<string> more)
    {
        _agents = [.. Enumerable.Range(1, count).Select(static i => i == 1 ? "agent" : $"agent{i}")];
        string[] all = [.. more, "--agency.size", $"{count}", .. _agents.SelectMany(a => (string[])["--agency.endpoint", Address(a)])];
        foreach (var name in _agents)
        {
            StartAgent(name, all);
        }
    }

    public EmulatorProcess StartDbServer(string name, params IEnumerable<string> more) => StartMember(name, "DBSERVER", more);

    public EmulatorProcess StartCoordinator(string name, params IEnumerable<string> more) => StartMember(name, "COORDINATOR", more);

    /// <summary>One agent, two DB servers and a coordinator, all serving.</summary>
    public async Task StartAllAsync(params IEnumerable<string> agent)
    {
        StartAgent("agent", agent);
        StartDbServer("db1");
        StartDbServer("db2");
        await StartCoordinator("coordinator").WaitUntilReadyAsync();
    }

    public Task<Answer> GetAsync(string name, string path) => Requests.GetAsync(Port(name), path, Token);

    public Task<Answer> SendAsync(HttpMethod method, string name, string path, string body) =>
        Requests.SendAsync(method, Port(name), path, Token, body);

    public async Task<JsonNode?> ReadAgencyAsync(params string[] path)
    {
        var answer = await SendAsync(HttpMethod.Post, "agent", "/_api/agency/read", $"""[["/{string.Join('/', path)}"]]""");
        var node = answer.Body![0];
        foreach (var key in path)
        {
            node = (node as JsonObject)?[key];
        }

        return node;
    }

    public async Task WriteAgencyAsync(string key, string value)
    {
        var body = "[[{\"" + key + "\":{\"op\":\"set\",\"new\":" + value + "}}]]";
        Assert.Equal(200, (await SendAsync(HttpMethod.Post, "agent", "/_api/agency/write", body)).Status);
    }

    public Task<Answer> WaitForHealthAsync(Func<JsonObject, bool> condition) => Requests.UntilAsync(
        () => GetAsync("coordinator", "/_admin/cluster/health"),
        a => a.Status == 200 && condition(a.Body!["Health"]!.AsObject()));

    public string DirectoryOf(string name) => _scratch.At(name);

    /// <summary>The name of the member with this id.</summary>
    public string NameOf(string id) => _processes.Keys.First(n => IdOf(n) == id);

    /// <summary>Starts a server again that has ended: same directory, port and arguments.</summary>
    public async Task<EmulatorProcess> RestartAsync(string name)
    {
        await _processes[name].DisposeAsync();
        var process = _processes[name] = EmulatorProcess.Start(_arguments[name]);
        await process.WaitUntilReadyAsync();
        return process;
    }

    public string IdOf(string name) => File.ReadAllText(Path.Combine(_scratch.At(name), "UUID"));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            await process.DisposeAsync();
        }

        _scratch.Dispose();
    }

    private EmulatorProcess StartMember(string name, string role, IEnumerable<string> more) => Start(
        name,
        [
            "--cluster.my-role", role, "--cluster.my-address", Address(name),
            .. _agents.SelectMany(a => (string[])["--cluster.agency-endpoint", Address(a)]), .. more,
        ]);

    private EmulatorProcess Start(string name, IEnumerable<string> more)
    {
        _arguments[name] = SingleServer.Arguments(
            PortOf(name), _scratch.At(name), ["--server.jwt-secret-keyfile", _scratch.At("secret"), .. more]);
        var process = EmulatorProcess.Start(_arguments[name]);
        _processes[name] = process;
        return process;
    }

    private string Address(string name) => $"tcp://127.0.0.1:{PortOf(name)}";

    private int PortOf(string name)
    {
        if (!_ports.TryGetValue(name, out var port))
        {
            _ports[name] = port = FreePorts.One();
        }

        return port;
    }
}
