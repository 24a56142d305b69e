using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Authentication;
using Armadillo.Testing.ArangoDb.Http;
using Armadillo.Testing.Network;
using Armadillo.Testing.Time;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.ArangoDb.Topologies;

/// <summary>The way to the servers of one running topology. A crash of any of them ends every request at once.</summary>
internal sealed class ArangoConnection : IDisposable
{
    private readonly Topology _topology;
    private readonly HttpClient _client;
    private readonly ArangoHttp _http;

    public ArangoConnection(Topology topology, TimeProvider time)
    {
        _topology = topology;
        Time = time;
        var tokenFile = TopologySecrets.TokenPath(topology.Workspace.Directory);
        TokenFile = File.Exists(tokenFile) ? tokenFile : null;
        _client = LoopbackHttp.CreateClient();
        _http = new ArangoHttp(_client, TokenFile is null ? null : File.ReadAllText(TokenFile));
    }

    public TimeProvider Time { get; }

    /// <summary>File with the superuser token; null without authentication.</summary>
    public string? TokenFile { get; }

    public Task<ArangoResponse> SendAsync(
        ArangoServer server, HttpMethod method, string path, JsonNode? body, TimeSpan timeout, CancellationToken cancellationToken) => _topology.GuardAsync(
            async token =>
            {
                using var limit = Deadline.After(timeout, Time).CreateTokenSource(token);
                try
                {
                    return await _http.SendAsync(server.Endpoint, method, path, body, limit.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException e) when (!token.IsCancellationRequested)
                {
                    throw new ArangoRequestException($"{method} {path} at {server.Name} got no answer within {timeout.TotalSeconds:0.#} s; the process is {server.State}.", e);
                }
            },
            cancellationToken);

    public void Dispose() => _client.Dispose();
}
