using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Http;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.ArangoDb.Agency;

/// <summary>The way to the agency of one topology; remembers who led last.</summary>
internal sealed class AgencyClient : IAgency
{
    private const int LongestRedirectChain = 5;
    private static readonly TimeSpan LeaderTimeout = TimeSpan.FromSeconds(30);
    private readonly Topology _topology;
    private readonly IReadOnlyList<ArangoServer> _agents;
    private readonly TimeProvider _time;
    private volatile ArangoServer _lastLeader;

    internal AgencyClient(Topology topology, IReadOnlyList<ArangoServer> agents, TimeProvider time)
    {
        _topology = topology;
        _agents = agents;
        _time = time;
        _lastLeader = agents[0];
    }

    public async Task<AgentConfig> GetConfigAsync(ArangoServer agent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (!_agents.Contains(agent))
        {
            throw new ArgumentException($"{agent.Name} is not an agent of this topology. The agents are: {string.Join(", ", _agents.Select(a => a.Name))}.", nameof(agent));
        }

        var answer = await agent.SendAsync(HttpMethod.Get, "/_api/agency/config", null, cancellationToken).ConfigureAwait(false);
        return AgentConfig.Parse(answer.Json) ?? throw new ArangoRequestException($"GET /_api/agency/config at {agent.Name}: {answer}") { Response = answer };
    }

    public async Task<ArangoServer> WaitForLeaderAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArangoServer? leader = null;
        var condition = Condition.When(
            $"a majority of {_agents.Count} agents follows a leader",
            async (_, token) =>
            {
                var (found, seen) = await FindLeaderAsync(token).ConfigureAwait(false);
                leader = found;
                return (found is not null, seen);
            });
        await _topology.WaitAsync(condition, timeout ?? LeaderTimeout, cancellationToken).ConfigureAwait(false);
        return _lastLeader = leader!;
    }

    public async Task<JsonNode?> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        var parts = Split(path);
        var answer = await PostAsync("read", new JsonArray(new JsonArray("/" + string.Join('/', parts))), true, cancellationToken).ConfigureAwait(false);
        var node = answer.Json?[0];
        foreach (var part in parts)
        {
            if (node is not JsonObject parent || !parent.TryGetPropertyValue(part, out node))
            {
                return null;
            }
        }

        return node;
    }

    public Task SetAsync(string path, JsonNode? value, CancellationToken cancellationToken = default) =>
        WriteAsync(new JsonObject { ["/" + string.Join('/', Split(path))] = new JsonObject { ["op"] = "set", ["new"] = value } }, null, cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) =>
        WriteAsync(new JsonObject { ["/" + string.Join('/', Split(path))] = new JsonObject { ["op"] = "delete" } }, null, cancellationToken);

    public async Task<bool> WriteAsync(JsonObject operations, JsonObject? preconditions = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operations);
        var transaction = preconditions is null ? new JsonArray(operations) : new JsonArray(operations, preconditions);
        var answer = await PostAsync("write", new JsonArray(transaction), false, cancellationToken).ConfigureAwait(false);
        return answer.Status switch
        {
            200 => true,
            412 => false,
            _ => throw new ArangoRequestException($"POST /_api/agency/write: {answer}") { Response = answer },
        };
    }

    private static string[] Split(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Split('/', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<ArangoResponse> PostAsync(string operation, JsonNode body, bool repeatable, CancellationToken cancellationToken)
    {
        var answer = await ArangoPipelines.Agency(_time, repeatable).ExecuteAsync(
            async token => await FollowAsync($"/_api/agency/{operation}", body, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return answer.Status is 200 or 412
            ? answer
            : throw new ArangoRequestException($"POST /_api/agency/{operation} at {_lastLeader.Name}: {answer}") { Response = answer };
    }

    private async Task<ArangoResponse> FollowAsync(string path, JsonNode body, CancellationToken cancellationToken)
    {
        var agent = _lastLeader.State == InstanceState.Running ? _lastLeader : _agents.FirstOrDefault(a => a.State == InstanceState.Running) ?? _lastLeader;
        ArangoResponse answer;
        var hops = 0;
        do
        {
            try
            {
                answer = await agent.SendAsync(HttpMethod.Post, path, body, cancellationToken).ConfigureAwait(false);
            }
            catch (ArangoRequestException)
            {
                // The next attempt asks another one.
                _lastLeader = Next(agent);
                throw;
            }

            if (answer.Status == 503)
            {
                _lastLeader = Next(agent);
            }

            if (answer.Status != 307 || _agents.FirstOrDefault(a => a.Instance.PeerEndpoint!.Authority == answer.Location?.Authority) is not { } leader)
            {
                return answer;
            }

            _lastLeader = agent = leader;
        }
        while (hops++ < LongestRedirectChain);
        return answer;
    }

    private ArangoServer Next(ArangoServer agent) => _agents[(_agents.ToList().IndexOf(agent) + 1) % _agents.Count];

    private async Task<(ArangoServer? Leader, string Seen)> FindLeaderAsync(CancellationToken cancellationToken)
    {
        var running = _agents.Where(a => a.State == InstanceState.Running).ToList();
        var configs = await Task.WhenAll(running.Select(agent => TryGetConfigAsync(agent, cancellationToken))).ConfigureAwait(false);
        var known = running.Zip(configs).Where(a => a.Second is not null).Select(a => (Agent: a.First, Config: a.Second!)).ToList();
        foreach (var (agent, config) in known.Where(a => a.Config.IsLeading && a.Config.LeaderId == a.Config.Id))
        {
            var followers = known.Count(a => a.Config.LeaderId == config.Id);
            if (followers > _agents.Count / 2)
            {
                return (agent, $"{agent.Name} leads in term {config.Term}, {followers} agents follow");
            }
        }

        return (null, known.Count == 0
            ? "no agent answers"
            : string.Join(", ", known.Select(a => $"{a.Agent.Name} {(a.Config.LeaderId.Length == 0 ? "knows no leader" : $"names {a.Config.LeaderId}")} in term {a.Config.Term}")));
    }

    private async Task<AgentConfig?> TryGetConfigAsync(ArangoServer agent, CancellationToken cancellationToken)
    {
        try
        {
            return await GetConfigAsync(agent, cancellationToken).ConfigureAwait(false);
        }
        catch (ArangoRequestException)
        {
            return null;
        }
    }
}
