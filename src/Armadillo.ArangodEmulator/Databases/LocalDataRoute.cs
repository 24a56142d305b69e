using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Databases;

/// <summary>A part of the interface that works on this server's own data and never waits for others.</summary>
internal abstract class LocalDataRoute(ServerContext server) : DataRoute(server)
{
    protected sealed override async Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body)
    {
        if (IsInTransaction(request))
        {
            return await AnswerInTransactionAsync(request);
        }

        await PrepareAsync(request);

        // The body was read before: a slow sender must not stop the others.
        lock (Server.Data.Gate)
        {
            return Answer(request, Server.Data, Server.Data.Get(request.Database), body);
        }
    }

    /// <summary>Called without the lock: a transaction takes it itself.</summary>
    protected virtual Task<Reply> AnswerInTransactionAsync(ServerRequest request) => throw NotHere(request);

    /// <summary>Called before, without the lock: waits for what the request needs.</summary>
    protected virtual Task PrepareAsync(ServerRequest request) => Task.CompletedTask;

    /// <summary>Called under the lock of the store.</summary>
    protected abstract Reply Answer(ServerRequest request, DataStore data, Database database, JsonNode? body);
}
