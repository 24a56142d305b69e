using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Users;

/// <summary>
/// The users of a cluster, as a coordinator knows them: documents of _users, read again when the agency's Sync/UserVersion says
/// that somebody has changed one.
/// </summary>
internal sealed class ClusterUserStore(string dataDirectory, RootUser root, TimeProvider time) : UserStore(dataDirectory, root, time)
{
    private const string VersionPath = "Sync/UserVersion";

    private static readonly TimeSpan _readLimit = TimeSpan.FromSeconds(2);

    private ServerContext? _server;
    private long _read = -1;

    private ClusterMember? Cluster => _server?.Cluster;

    public void Attach(ServerContext server) => _server = server;

    public override async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        if (Cluster is not { } cluster || cluster.Plan.Find(Database.System, UserDocument.Collection) is null)
        {
            return;
        }

        var version = (cluster.Cache.Now.Tree.At(VersionPath) as NumberValue)?.Integer ?? 0;
        if (version == Interlocked.Read(ref _read))
        {
            return;
        }

        using var limit = new CancellationTokenSource(_readLimit, _server!.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var documents = await _server.Collections.FindAsync(Database.System, UserDocument.Collection, both.Token);
            Show((await documents.AllAsync(both.Token)).Select(UserDocument.Read));
            Interlocked.Exchange(ref _read, version);
        }
        catch (Exception e) when (e is DataError or AgencyUnreachableException or OperationCanceledException)
        {
            // Nobody leads the shard at the moment: those who were known stay known.
        }
    }

    public override Task PutAsync(User user, CancellationToken cancellationToken) => WriteAsync(
        new DocumentCommand(
            DocumentVerb.Insert, new DocumentOptions { OverwriteMode = "replace" }, [new DocumentItem(null, UserDocument.From(user))]),
        cancellationToken);

    public override Task RemoveAsync(string name, CancellationToken cancellationToken) => WriteAsync(
        new DocumentCommand(DocumentVerb.Remove, new DocumentOptions(), [new DocumentItem(UserDocument.Key(name), null)]), cancellationToken);

    private async Task WriteAsync(DocumentCommand command, CancellationToken cancellationToken)
    {
        var cluster = Cluster ?? throw new DataError(503, 503, "service unavailable due to startup");
        var documents = await _server!.Collections.FindAsync(Database.System, UserDocument.Collection, cancellationToken);
        (await documents.ApplyAsync(command, cancellationToken))[0].Get();
        if (await cluster.CommitAsync(new Change().Increment(VersionPath), cancellationToken) is { } index)
        {
            await cluster.Cache.SeenAsync(index, cancellationToken);
        }

        await RefreshAsync(cancellationToken);
    }
}
