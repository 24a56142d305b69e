using System.Globalization;
using System.Text.Json;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Http;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency.Routes;

/// <summary>GET /_api/agency/poll: waits for log entries from an index on; the base of the servers' agency caches.</summary>
internal sealed class PollRoute(RaftState state, LeaderGate gate)
{
    public async Task HandleAsync(HttpContext context)
    {
        // What cannot be read counts as not given.
        var query = context.Request.Query;
        var index = long.TryParse(query["index"], NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : 0;
        var patience = double.TryParse(query["timeout"], NumberStyles.Float, CultureInfo.InvariantCulture, out var timeout) && timeout >= 0
            ? Math.Min(timeout, 3600)
            : 60;
        if (await gate.EnterAsync(context) is not { } leadership || !await gate.ConfirmAsync(context, leadership))
        {
            return;
        }

        var outcome = await leadership.CommittedAsync(index, TimeSpan.FromSeconds(patience)).WaitAsync(context.RequestAborted);
        if (outcome == CommitOutcome.LeadershipLost)
        {
            await Answers.ErrorAsync(context, 503, 503, "No leader");
            return;
        }

        long committed;
        ObjectValue tree;
        List<LogEntry>? entries;
        lock (state.Gate)
        {
            committed = state.CommitIndex;
            tree = state.Committed;
            entries = index > committed ? []
                : index > 0 && state.Log.Holds(index) ? state.Log.Range(index, committed, int.MaxValue)
                : null;
        }

        await JsonReply.WriteAsync(context, 200, writer => Write(writer, index, committed, entries, tree));
    }

    private static void Write(Utf8JsonWriter writer, long index, long committed, List<LogEntry>? entries, ObjectValue tree)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("error", false);
        writer.WriteNumber("code", 200);
        writer.WriteStartObject("result");
        writer.WriteNumber("commitIndex", committed);
        writer.WriteNumber("firstIndex", entries is null ? 0 : entries.Count == 0 ? committed : index);
        if (entries is null)
        {
            writer.WritePropertyName("readDB");
            tree.WriteTo(writer, showHidden: true);
        }
        else
        {
            writer.WriteStartArray("log");
            foreach (var entry in entries)
            {
                writer.WriteStartObject();
                writer.WriteNumber("index", entry.Index);
                writer.WritePropertyName("query");
                writer.WriteRawValue(entry.Request, skipInputValidation: true);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
