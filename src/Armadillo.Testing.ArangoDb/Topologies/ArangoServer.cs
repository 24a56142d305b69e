using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Http;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Instances;

namespace Armadillo.Testing.ArangoDb.Topologies;

/// <summary>One server of a running topology: requests with all rights, and what can be done to its process.</summary>
public sealed class ArangoServer
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);
    private readonly ArangoConnection _connection;

    internal ArangoServer(Instance instance, ArangoConnection connection)
    {
        Instance = instance;
        Role = ArangoRoles.Parse(instance.Role);
        _connection = connection;
    }

    /// <summary>The process with its state, log and directories.</summary>
    public Instance Instance { get; }

    /// <summary>Name, for example <c>dbserver-1</c>.</summary>
    public string Name => Instance.Name;

    /// <summary>Role.</summary>
    public ArangoRole Role { get; }

    /// <summary>Where it listens.</summary>
    public Uri Endpoint => Instance.Endpoint!;

    /// <summary>State of its process.</summary>
    public InstanceState State => Instance.State;

    /// <summary>
    /// The server's own id, for example <c>PRMR-…</c>, which it keeps over restarts: the file <c>UUID</c> of its data directory.
    /// <see langword="null"/> before it was written.
    /// </summary>
    public string? Id
    {
        get
        {
            var file = Path.Combine(Instance.Directories.Data, "UUID");
            return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        }
    }

    /// <summary>A server stands for its process where that is asked for, for example in <c>faults.PartitionAsync([leader], [.. followers])</c>.</summary>
    public static implicit operator Instance(ArangoServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return server.Instance;
    }

    /// <summary>Sends a request once and returns the answer, whatever its status. Redirects are not followed. Limit: 30 s.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path and query, beginning with a slash.</param>
    /// <param name="body">JSON body. Default: none.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="ArangoRequestException">No answer.</exception>
    /// <exception cref="Diagnostics.InstanceCrashedException">A member of the topology crashed.</exception>
    public Task<ArangoResponse> SendAsync(HttpMethod method, string path, JsonNode? body = null, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(this, method, path, body, RequestTimeout, cancellationToken);

    /// <summary>
    /// Sends a GET and returns its JSON. Repeated for up to 15 s while the server is starting or its connection breaks.
    /// </summary>
    /// <exception cref="ArangoRequestException">No answer, or a status other than 200 to 299.</exception>
    /// <exception cref="Diagnostics.InstanceCrashedException">A member of the topology crashed.</exception>
    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken = default)
    {
        var answer = await ArangoPipelines.Repeatable(_connection.Time).ExecuteAsync(
            async token => await SendAsync(HttpMethod.Get, path, null, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return answer.IsSuccess && answer.Json is { } json
            ? json
            : throw new ArangoRequestException($"GET {path} at {Name}: {answer}") { Response = answer };
    }

    /// <summary>Kills it with SIGKILL, announced, and waits until it is gone.</summary>
    public Task KillAsync(CancellationToken cancellationToken = default) => Instance.KillAsync(cancellationToken);

    /// <summary>Suspends it with SIGSTOP: it keeps its port and connections and answers nothing.</summary>
    public Task SuspendAsync(CancellationToken cancellationToken = default) => Instance.SuspendAsync(cancellationToken);

    /// <summary>Lets it go on after a suspension.</summary>
    public Task ResumeAsync(CancellationToken cancellationToken = default) => Instance.ResumeAsync(cancellationToken);

    /// <summary>Stops it in its orderly way when it runs, then starts it on its port and data and waits until it answers.</summary>
    public Task RestartAsync(CancellationToken cancellationToken = default) => Instance.RestartAsync(cancellationToken);

    /// <summary>Stops it in its orderly way.</summary>
    public Task<InstanceStop> StopAsync(CancellationToken cancellationToken = default) => Instance.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} at {Endpoint.Authority} ({State})";
}
