using Armadillo.Testing.ArangoDb.Http;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Diagnostics;

namespace Armadillo.Testing.ArangoDb.FailurePoints;

/// <summary>
/// The named switches inside the servers, in builds that have them (<c>USE_FAILURE_TESTS</c>). Every set point is a handle:
/// disposing it clears it. What a test does not clear is cleared when the test ends, where the adapter keeps the per-test order.
/// </summary>
/// <remarks>
/// Names are free text that the server compares with those in its code: it takes a name that nothing asks for without a word, and
/// it does not tell whether a point was hit. Source: <c>/_admin/debug/failat</c> of arangod 3.12.
/// </remarks>
public interface IFailurePoints
{
    /// <summary>Whether the servers are a build with failure points. Asked of one running server and remembered.</summary>
    /// <exception cref="ArangoRequestException">No server answers.</exception>
    Task<bool> AreAvailableAsync(CancellationToken cancellationToken = default);

    /// <summary>Sets a point on a selection of servers. When that fails on one of them, it is cleared on the others.</summary>
    /// <param name="servers">Which: a server, a role, a list such as <c>cluster.DbServers</c>, or any <see cref="ServerSelection"/>.</param>
    /// <param name="name">The name in the server's code, for example <c>HeartbeatThread::sendServerState</c>.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>The handle that clears it.</returns>
    /// <exception cref="ArgumentException">The name is empty, or no server is selected; the message lists the candidates.</exception>
    /// <exception cref="FailurePointException">The build has no failure points, or a server refused.</exception>
    /// <exception cref="ArangoRequestException">A server gave no answer.</exception>
    Task<FailurePoint> SetAsync(ServerSelection servers, string name, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SetAsync(ServerSelection, string, CancellationToken)"/>
    Task<FailurePoint> SetAsync(IReadOnlyList<ArangoServer> servers, string name, CancellationToken cancellationToken = default);

    /// <summary>The names that are set on a server, by whomever, sorted.</summary>
    /// <exception cref="FailurePointException">The build has no failure points, or the server refused.</exception>
    /// <exception cref="ArangoRequestException">The server gave no answer.</exception>
    Task<IReadOnlyList<string>> ListAsync(ArangoServer server, CancellationToken cancellationToken = default);

    /// <summary>Clears every point on a selection of servers, by whomever it was set. Servers that do not run are passed over.</summary>
    /// <param name="servers">Which. Default: all.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="FailurePointException">The build has no failure points, or a server refused.</exception>
    /// <exception cref="ArangoRequestException">A server gave no answer.</exception>
    Task ClearAsync(ServerSelection? servers = null, CancellationToken cancellationToken = default);

    /// <summary>Brings the race controller back to its begin: the next thread that meets it wins again. Maintainer builds only.</summary>
    /// <param name="servers">Which. Default: all.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="FailurePointException">Not a maintainer build, or a server refused.</exception>
    /// <exception cref="ArangoRequestException">A server gave no answer.</exception>
    Task ResetRaceControlAsync(ServerSelection? servers = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lets a server end itself on the spot, as after a crash: the death is announced, so nothing else ends with it. arangod
    /// writes its crash line and ends by SIGKILL. Maintainer builds only.
    /// </summary>
    /// <returns>All that is known about the exit.</returns>
    /// <exception cref="FailurePointException">Not a maintainer build.</exception>
    /// <exception cref="TimeoutException">The process still runs.</exception>
    Task<CrashReport> TerminateAsync(ArangoServer server, CancellationToken cancellationToken = default);
}
