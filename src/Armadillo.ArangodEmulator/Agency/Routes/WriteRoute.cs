using System.Text.Json;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Logging;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency.Routes;

/// <summary>POST /_api/agency/write: replicated transactions.</summary>
internal sealed class WriteRoute(RaftState state, LeaderGate gate)
{
    public const string ModeHeader = "x-arangodb-agency-mode";

    public async Task HandleAsync(HttpContext context)
    {
        using var document = await RequestBody.ReadArrayAsync(context);
        if (document is null)
        {
            return;
        }

        if (await gate.EnterAsync(context) is not { } leadership)
        {
            state.Figures.Write(leading: false);
            return;
        }

        var transactions = document.RootElement.EnumerateArray().Select(Read).ToList();
        if (Writer.Write(state, leadership, transactions) is not { } results)
        {
            state.Figures.Write(leading: false);
            await gate.RefuseAsync(context);
            return;
        }

        state.Figures.Write(leading: true);
        var mode = context.Request.Headers[ModeHeader].ToString();
        if (mode == "noWait")
        {
            await JsonReply.WriteAsync(context, 200, writer =>
            {
                writer.WriteStartObject();
                writer.WriteEndObject();
            });
            return;
        }

        var last = results.Max(r => r.Index);
        if (last > 0 && WaitsForCommit(mode) && !await LeaderGate.CommittedAsync(context, leadership, last))
        {
            return;
        }

        if (last == 0 && !await gate.ConfirmAsync(context, leadership))
        {
            // That a precondition failed is an answer from the store, too: only the real leader may give it.
            return;
        }

        await JsonReply.WriteAsync(context, Status(results), writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("results");
            foreach (var (_, index) in results)
            {
                writer.WriteNumberValue(index);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>Without the header a client waits; any other word in it means that it does not.</summary>
    public static bool WaitsForCommit(string mode) => mode is "" or "waitForCommitted";

    private static int Status((WriteOutcome Outcome, long Index)[] results) =>
        results.Any(r => r.Outcome.Result == WriteResult.Forbidden) ? 403
        : results.Any(r => r.Outcome.Result == WriteResult.PreconditionFailed) ? 412
        : 200;

    private Transaction? Read(JsonElement element)
    {
        var transaction = Transaction.From(element);
        if (transaction is null)
        {
            state.ServerLog.Log(LogLevel.Error, "13a32", "agency", "a transaction has one to three parts: operations, preconditions, client id");
        }

        return transaction;
    }
}
