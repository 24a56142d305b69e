using System.Text.Json;
using Armadillo.ArangodEmulator.Agency.Raft;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency.Routes;

/// <summary>POST /_api/agency/inquire: what became of transactions whose answer got lost.</summary>
internal sealed class InquireRoute(RaftState state, LeaderGate gate)
{
    public async Task HandleAsync(HttpContext context)
    {
        using var document = await RequestBody.ReadArrayAsync(context);
        if (document is null || await gate.EnterAsync(context) is not { } leadership || !await gate.ConfirmAsync(context, leadership))
        {
            return;
        }

        long[] indexes;
        long committed;
        lock (state.Gate)
        {
            indexes = [.. document.RootElement.EnumerateArray().Select(Find)];
            committed = state.CommitIndex;
        }

        var last = indexes.Max();
        var waits = WriteRoute.WaitsForCommit(context.Request.Headers[WriteRoute.ModeHeader].ToString());
        if (waits && last > committed && !await LeaderGate.CommittedAsync(context, leadership, last))
        {
            return;
        }

        await JsonReply.WriteAsync(context, indexes.Contains(0) ? 404 : 200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("results");
            foreach (var index in indexes)
            {
                writer.WriteNumberValue(index);
            }

            writer.WriteEndArray();
            writer.WriteBoolean("inquired", true);
            if (!waits && last > committed)
            {
                writer.WriteBoolean("ongoing", true);
            }

            writer.WriteEndObject();
        });
    }

    private long Find(JsonElement clientId) =>
        clientId.ValueKind == JsonValueKind.String ? state.Log.IndexOf(clientId.GetString()!) : 0;
}
