using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Http;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Diagnostics;

namespace Armadillo.Testing.ArangoDb.Agency;

/// <summary>
/// Reads and writes the agency's store (arangod 3.12, /_api/agency). Requests go to the agent that leads: redirects are
/// followed to agents of this topology only, and while no leader serves they are repeated for up to 30 s.
/// </summary>
public interface IAgency
{
    /// <summary>What one agent says about itself and its group.</summary>
    /// <exception cref="ArangoRequestException">No usable answer.</exception>
    Task<AgentConfig> GetConfigAsync(ArangoServer agent, CancellationToken cancellationToken = default);

    /// <summary>Waits until a majority of the agents follow one that leads, and returns it.</summary>
    /// <param name="timeout">Default: 30 s; multiplied by the option TimeoutMultiplier.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="WaitTimeoutException">The time ran out; the message explains what was seen.</exception>
    /// <exception cref="InstanceCrashedException">A member crashed.</exception>
    Task<ArangoServer> WaitForLeaderAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a path. Keys that begin with a dot are shown only when asked for by name.</summary>
    /// <param name="path">For example <c>arango/Plan/DBServers</c>; empty for all.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The value at the path; <see langword="null"/> when there is none.</returns>
    Task<JsonNode?> ReadAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Sets a path to a value.</summary>
    Task SetAsync(string path, JsonNode? value, CancellationToken cancellationToken = default);

    /// <summary>Removes a path; nothing happens when it is absent.</summary>
    Task DeleteAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Writes one transaction.</summary>
    /// <param name="operations">Operation by path, for example <c>{"/arango/Plan/Version": {"op": "increment"}}</c>.</param>
    /// <param name="preconditions">Condition by path. Default: none.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>Whether it was applied; <see langword="false"/> when a precondition did not hold.</returns>
    /// <exception cref="ArangoRequestException">It was refused, or got no usable answer; then it may have been applied.</exception>
    Task<bool> WriteAsync(JsonObject operations, JsonObject? preconditions = null, CancellationToken cancellationToken = default);
}
