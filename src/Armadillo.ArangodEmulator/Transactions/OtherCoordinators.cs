using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Transactions;

/// <summary>Asks the other coordinators about all their transactions, for each belongs to the one that has begun it.</summary>
internal sealed class OtherCoordinators(ServerContext server)
{
    private const string User = "user";
    private const string Local = "local";

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    /// <summary>On whose behalf a request is made: another coordinator names its client.</summary>
    public static Identity ClientOf(ServerRequest request) =>
        request.Identity.IsSuperuser && request.QueryFlag(Local) && request.Query(User) is { Length: > 0 } user
            ? new Identity(user, true, false)
            : request.Identity;

    /// <summary>The answers of those that answer; none when the request comes from another coordinator or there is no other.</summary>
    public async Task<IReadOnlyList<PeerAnswer>> AskAsync(ServerRequest request)
    {
        if (server.Cluster is not { } cluster || request.QueryFlag(Local))
        {
            return [];
        }

        var answers = new List<PeerAnswer>();
        var tree = cluster.Cache.Now.Tree;
        var path = $"/_db/{Uri.EscapeDataString(request.Database)}{request.Path}?{Local}=true&{User}={Uri.EscapeDataString(request.Identity.User)}";
        foreach (var id in tree.NodeAt("Current/Coordinators").Members.Keys.Where(id => id != server.State.Id))
        {
            try
            {
                if (DbServers.Endpoint(tree, id) is { } endpoint)
                {
                    answers.Add(await server.Peers.SendAsync(new HttpMethod(request.Method), endpoint, path, null, _timeout, request.Aborted));
                }
            }
            catch (HttpRequestException)
            {
                // One that is gone has no transactions any more.
            }
        }

        return answers;
    }
}
