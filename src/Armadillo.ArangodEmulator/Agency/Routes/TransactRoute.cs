using System.Text.Json;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Agency.Store;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency.Routes;

/// <summary>POST /_api/agency/transact: writes and reads in one request, on what is not yet committed.</summary>
internal sealed class TransactRoute(RaftState state, LeaderGate gate)
{
    public async Task HandleAsync(HttpContext context)
    {
        using var document = await RequestBody.ReadArrayAsync(context);
        if (document is null || await gate.EnterAsync(context) is not { } leadership)
        {
            return;
        }

        var (parts, last, failed) = Run(leadership, document.RootElement);
        if (parts is null)
        {
            await gate.RefuseAsync(context);
            return;
        }

        var valid = last > 0
            ? await LeaderGate.CommittedAsync(context, leadership, last)
            : await gate.ConfirmAsync(context, leadership);
        if (!valid)
        {
            return;
        }

        await JsonReply.WriteAsync(context, failed ? 412 : 200, writer =>
        {
            writer.WriteStartArray();
            foreach (var part in parts)
            {
                part(writer);
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>A transaction begins with an object, a read with a path.</summary>
    public static bool IsRead(JsonElement item) =>
        item.ValueKind == JsonValueKind.Array && (item.GetArrayLength() == 0 || item[0].ValueKind == JsonValueKind.String);

    private (List<Action<Utf8JsonWriter>>? Parts, long Last, bool Failed) Run(Leadership leadership, JsonElement items)
    {
        var parts = new List<Action<Utf8JsonWriter>>();
        var last = 0L;
        var failed = false;
        lock (state.Gate)
        {
            if (!ReferenceEquals(state.Leadership, leadership))
            {
                return (null, 0, false);
            }

            foreach (var item in items.EnumerateArray())
            {
                var tree = leadership.Spearhead;
                if (IsRead(item))
                {
                    var query = ReadQuery.From(item);
                    parts.Add(writer => ReadRoute.WriteAnswer(writer, query, tree));
                    continue;
                }

                var transaction = Transaction.From(item);
                var outcome = Writer.Try(leadership, transaction);
                var index = outcome.Result == WriteResult.Applied ? leadership.Append([transaction!])[0] : 0;
                last = Math.Max(last, index);
                failed |= index == 0;
                parts.Add(outcome.Result is WriteResult.PreconditionFailed or WriteResult.Unknown
                    ? writer => ReadRoute.WriteAnswer(writer, ReadQuery.For(outcome.FailedPaths), tree)
                    : writer => writer.WriteNumberValue(index));
            }
        }

        return (parts, last, failed);
    }
}
