using System.Text.Json;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Agency.Store;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency.Routes;

/// <summary>POST /_api/agency/transient: the leader's volatile store, home of the heartbeats.</summary>
internal sealed class TransientRoute(RaftState state, LeaderGate gate)
{
    public async Task HandleAsync(HttpContext context)
    {
        using var document = await RequestBody.ReadArrayAsync(context);
        if (document is null || await gate.EnterAsync(context) is not { } leadership || !await gate.ConfirmAsync(context, leadership))
        {
            return;
        }

        var parts = new List<Action<Utf8JsonWriter>>();
        lock (state.Gate)
        {
            foreach (var item in document.RootElement.EnumerateArray())
            {
                var tree = leadership.Transient;
                if (TransactRoute.IsRead(item))
                {
                    var query = ReadQuery.From(item);
                    parts.Add(writer => ReadRoute.WriteAnswer(writer, query, tree));
                    continue;
                }

                var applied = Apply(leadership, Transaction.From(item));
                parts.Add(writer => writer.WriteBooleanValue(applied));
            }

            leadership.StoreChanged();
        }

        await JsonReply.WriteAsync(context, 200, writer =>
        {
            writer.WriteStartArray();
            foreach (var part in parts)
            {
                part(writer);
            }

            writer.WriteEndArray();
        });
    }

    private static bool Apply(Leadership leadership, Transaction? transaction)
    {
        if (transaction is null
            || Preconditions.Failed(leadership.Transient, transaction.Preconditions).Count > 0
            || Operations.Apply(leadership.Transient, transaction.Operations) is not { } changed)
        {
            return false;
        }

        leadership.Transient = changed;
        return true;
    }
}
