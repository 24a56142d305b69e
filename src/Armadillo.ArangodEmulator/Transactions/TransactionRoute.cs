using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Transactions;

/// <summary>/_api/transaction: transactions over several requests. Those that are one request of JavaScript are not emulated.</summary>
internal sealed class TransactionRoute(ServerContext server) : DataRoute(server)
{
    public const string Root = "/_api/transaction";

    private readonly OtherCoordinators _others = new(server);

    public override IEnumerable<string> Paths => [Root];

    public static string ToText(TransactionStatus status) => status switch
    {
        TransactionStatus.Running => "running",
        TransactionStatus.Committed => "committed",
        _ => "aborted",
    };

    protected override async Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body)
    {
        switch (request.Method, request.Suffixes)
        {
            case ("GET", []):
                return await ListAsync(request);
            case ("POST", ["begin"]):
                return await BeginAsync(request, TransactionOptions.From(body));
            case ("GET", [var id]):
                var status = Server.Transactions.StatusOf(Number(id, "Illegal transaction ID"), request.Database, request.Identity);
                return Result(200, id, status ?? throw new DataError(404, 1655, "transaction not found"));
            case ("DELETE", ["write"]):
                await Server.Transactions.AbortWritingAsync(OtherCoordinators.ClientOf(request));
                await _others.AskAsync(request);
                return Reply.Ok(new JsonObject { ["result"] = new JsonObject() });
            case ("PUT", [var id]):
                return await EndAsync(request, id, TransactionStatus.Committed);
            case ("DELETE", [var id]):
                return await EndAsync(request, id, TransactionStatus.Aborted);
            case ("POST", []):
                throw NotHere(request);
            default:
                throw new DataError(400, 10, "bad parameter");
        }
    }

    private static Reply Result(int code, string id, TransactionStatus status) => new(code, new JsonObject
    {
        ["code"] = code,
        ["error"] = false,
        ["result"] = new JsonObject { ["id"] = id, ["status"] = ToText(status) },
    });

    private static string Number(string id, string complaint) =>
        ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? id : throw new DataError(400, 10, complaint);

    private async Task<Reply> ListAsync(ServerRequest request)
    {
        var own = Server.Transactions.RunningIn(request.Database, OtherCoordinators.ClientOf(request))
            .Select(static id => (JsonNode)new JsonObject { ["id"] = id, ["state"] = ToText(TransactionStatus.Running) });
        var others = (await _others.AskAsync(request)).SelectMany(static a => a.Body.At("transactions") as JsonArray ?? []);
        return new Reply(200, new JsonObject { ["transactions"] = new JsonArray([.. others.Select(static t => t!.DeepClone()), .. own]) });
    }

    private async Task<Reply> BeginAsync(ServerRequest request, TransactionOptions options)
    {
        Server.Transactions.CheckOpen();
        foreach (var (name, mode) in options.Collections)
        {
            CheckRights(request.Identity, request.Database, name, mode >= AccessMode.Write);
        }

        var id = await Server.NextOwnIdAsync(request.Aborted);
        var transaction = await Server.BeginTransactionAsync(id, request.Database, options, request.Aborted);
        Server.Transactions.Add(id, request.Database, request.Identity, transaction);
        return Result(201, id, TransactionStatus.Running);
    }

    private async Task<Reply> EndAsync(ServerRequest request, string id, TransactionStatus status)
    {
        await Server.Transactions.EndAsync(Number(id, "bad transaction ID"), request.Database, request.Identity, status);
        return Result(200, id, status);
    }
}
