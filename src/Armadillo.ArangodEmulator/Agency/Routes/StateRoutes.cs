using System.Globalization;
using System.Text.Json;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Http;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency.Routes;

/// <summary>The routes for eyes and dumps: state, stores, store.</summary>
internal sealed class StateRoutes(RaftState state, LeaderGate gate)
{
    public async Task StateAsync(HttpContext context)
    {
        if (context.Request.Query["redirectToLeader"] == "true")
        {
            if (await gate.EnterAsync(context) is not { } leadership || !await gate.ConfirmAsync(context, leadership))
            {
                return;
            }
        }

        (long Index, long Term, ObjectValue Tree, List<LogEntry> Log) now;
        lock (state.Gate)
        {
            now = (state.CommitIndex, state.Term, state.Committed, state.Log.Range(state.Log.FirstIndex, state.CommitIndex, int.MaxValue));
        }

        await JsonReply.WriteAsync(context, 200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("index", now.Index);
            writer.WriteNumber("term", now.Term);
            writer.WritePropertyName("agency");
            now.Tree.WriteTo(writer, showHidden: true);
            writer.WriteStartArray("log");
            foreach (var entry in now.Log)
            {
                Write(writer, entry);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    public async Task StoresAsync(HttpContext context)
    {
        ObjectValue committed;
        ObjectValue spearhead;
        ObjectValue transient;
        lock (state.Gate)
        {
            committed = state.Committed;
            spearhead = state.Leadership?.Spearhead ?? committed;
            transient = state.Leadership?.Transient ?? ObjectValue.Empty;
        }

        await JsonReply.WriteAsync(context, 200, writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, tree) in new[] { ("spearhead", spearhead), ("read_db", committed), ("transient", transient) })
            {
                writer.WriteStartArray(name);
                tree.WriteTo(writer, showHidden: true);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });
    }

    public async Task StoreAsync(HttpContext context)
    {
        using var document = await RequestBody.ReadAsync(context);
        if (document is null)
        {
            return;
        }

        // Whoever names no index means what is committed.
        var named = document.RootElement.ValueKind == JsonValueKind.Number && document.RootElement.TryGetInt64(out var index) ? index : (long?)null;
        if (Rebuild(named) is not { } tree)
        {
            await Answers.ErrorAsync(context, 400, 400, "bad parameter");
            return;
        }

        await JsonReply.WriteAsync(context, 200, writer => tree.WriteTo(writer, showHidden: true));
    }

    private static void Write(Utf8JsonWriter writer, LogEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("_key", entry.Index.ToString("D20", CultureInfo.InvariantCulture));
        writer.WriteString("_rev", "_" + (entry.EpochMillis * 1024).ToString("x", CultureInfo.InvariantCulture) + "---");
        writer.WriteString("clientId", entry.ClientId);
        writer.WriteNumber("epoch_millis", entry.EpochMillis);
        writer.WritePropertyName("request");
        writer.WriteRawValue(entry.Request, skipInputValidation: true);
        writer.WriteNumber("term", entry.Term);
        writer.WriteString(
            "timestamp",
            DateTimeOffset.FromUnixTimeMilliseconds(entry.EpochMillis).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    private ObjectValue? Rebuild(long? wanted)
    {
        lock (state.Gate)
        {
            var log = state.Log;
            var index = wanted ?? state.CommitIndex;
            if (index < 0 || index > state.CommitIndex || (index < log.Snapshot.Index && log.FirstIndex > 0))
            {
                return null;
            }

            var fromStart = index < log.Snapshot.Index || log.Snapshot.Index < 0;
            var tree = fromStart ? ObjectValue.Empty : log.Snapshot.Tree;
            var first = fromStart ? log.FirstIndex : log.Snapshot.Index + 1;
            foreach (var entry in log.Range(first, index, int.MaxValue))
            {
                tree = Operations.Apply(tree, entry.Operations, oldLog: true) ?? tree;
            }

            return tree;
        }
    }
}
