using System.Text.Json;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Agency.Store;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency.Routes;

/// <summary>POST /_api/agency/read: what is committed.</summary>
internal sealed class ReadRoute(RaftState state, LeaderGate gate)
{
    public async Task HandleAsync(HttpContext context)
    {
        using var document = await RequestBody.ReadArrayAsync(context);
        if (document is null)
        {
            return;
        }

        var leads = await gate.EnterAsync(context) is { } leadership && await gate.ConfirmAsync(context, leadership);
        state.Figures.Read(leads);
        if (!leads)
        {
            return;
        }

        ObjectValue tree;
        lock (state.Gate)
        {
            tree = state.Committed;
        }

        var queries = document.RootElement.EnumerateArray().Select(ReadQuery.From).ToList();
        // What is no query has no answer; only when it was the whole request, the status says so.
        await JsonReply.WriteAsync(context, queries is [null] ? 418 : 200, writer =>
        {
            writer.WriteStartArray();
            foreach (var query in queries.OfType<ReadQuery>())
            {
                WriteAnswer(writer, query, tree);
            }

            writer.WriteEndArray();
        });
    }

    public static void WriteAnswer(Utf8JsonWriter writer, ReadQuery? query, ObjectValue tree) =>
        (query?.Answer(tree) ?? ObjectValue.Empty).WriteTo(writer, query?.ShowHidden ?? false);
}
