using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Replication;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Indexes;

/// <summary>
/// Removes the documents whose time is over, as the ttl indexes say and as often as --ttl.frequency says: those of a single server,
/// and on a DB server those of the shards that it leads.
/// </summary>
internal sealed class ExpiredDocuments(ServerContext server)
{
    private readonly int _mostOfCollection = (int)Math.Min(server.Options.Number("ttl.max-collection-removes"), int.MaxValue);
    private readonly int _most = (int)Math.Min(server.Options.Number("ttl.max-total-removes"), int.MaxValue);

    public void Start()
    {
        if (server.State.Role is ServerRole.Single or ServerRole.DbServer && server.Options.Number("ttl.frequency") > 0)
        {
            _ = Task.Run(() => LoopAsync(server.Options.Milliseconds("ttl.frequency"), server.Stop.Stopping));
        }
    }

    private async Task LoopAsync(TimeSpan interval, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(interval, server.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested || !server.HasData || server.State.ReadOnly)
            {
                continue;
            }

            try
            {
                await RoundAsync(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                Tell(e);
            }
        }
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        var left = _most;
        var removed = 0;
        foreach (var (collection, keys) in Expired())
        {
            var items = keys.Take(Math.Min(left, _mostOfCollection)).Select(static k => new DocumentItem(k, null)).ToList();
            left -= items.Count;
            if (items.Count > 0)
            {
                removed += await RemoveAsync(collection, items, cancellationToken);
            }
        }

        server.Expiry.Add(removed, limitReached: left <= 0);
    }

    /// <summary>How many have been removed.</summary>
    private async Task<int> RemoveAsync(Collection collection, List<DocumentItem> items, CancellationToken cancellationToken)
    {
        try
        {
            var documents = await server.Collections.FindAsync(collection.Database, collection.Properties.Name, cancellationToken);
            var outcomes = await documents.ApplyAsync(new DocumentCommand(DocumentVerb.Remove, new DocumentOptions(), items), cancellationToken);
            return outcomes.Count(static o => o.Error is null);
        }
        catch (DataError e)
        {
            // The shard has another leader, or somebody writes the document: the next round will see.
            Tell(e);
            return 0;
        }
    }

    private void Tell(Exception e) => server.Log.Warning(LogIds.Unknown, "ttl", $"could not remove expired documents: {e.Message}");

    private List<(Collection Collection, List<string> Keys)> Expired()
    {
        var now = server.Time.GetUtcNow();
        lock (server.Data.Gate)
        {
            return
            [
                .. server.Data.Names.SelectMany(n => server.Data.Get(n).Collections).Where(IsOwn)
                    .SelectMany(static c => c.Indexes, static (c, i) => (Collection: c, Index: i.Definition))
                    .Where(static x => x.Index.ExpireAfter is not null)
                    .Select(x => (x.Collection, x.Collection.Documents.Where(d => EndOf(d, x.Index) <= now).Select(static d => (string)d["_key"]!).ToList())),
            ];
        }
    }

    private bool IsOwn(Collection collection) =>
        server.State.Role == ServerRole.Single || server.Shards.Find(collection.Properties.Name)?.State.Duty == ShardDuty.Leader;

    /// <summary>Seconds since 1970 or a date as text; what is neither never goes.</summary>
    private static DateTimeOffset? EndOf(JsonObject document, IndexDefinition index)
    {
        JsonNode? value = document;
        foreach (var part in index.Fields[0].Split('.'))
        {
            value = (value as JsonObject)?[part];
        }

        const double Longest = 253402300799;
        var after = index.ExpireAfter!.Value;
        if (value is not JsonValue v)
        {
            return null;
        }

        return v.TryGetValue<double>(out var seconds)
            ? Math.Abs(seconds) + after.TotalSeconds < Longest ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) + after : null
            : v.TryGetValue<string>(out var text)
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                && (DateTimeOffset.MaxValue - date) > after
                ? date + after
                : null;
    }
}
