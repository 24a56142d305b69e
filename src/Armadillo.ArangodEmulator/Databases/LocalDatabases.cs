using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Databases;

/// <summary>The databases of a single server, and what a DB server has of those of its cluster.</summary>
internal sealed class LocalDatabases(ServerContext server) : IDatabases
{
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (server.Data.Gate)
            {
                return [.. server.Data.Names];
            }
        }
    }

    public JsonObject Describe(string name)
    {
        lock (server.Data.Gate)
        {
            var database = server.Data.Get(name);
            return new JsonObject
            {
                ["id"] = $"{database.Id}",
                ["name"] = database.Name,
                ["isSystem"] = database.Name == Database.System,
                ["path"] = "none",
            };
        }
    }

    public ValueTask<bool> ExistsAsync(string name, CancellationToken cancellationToken)
    {
        lock (server.Data.Gate)
        {
            return ValueTask.FromResult(server.Data.Find(name) is not null);
        }
    }

    public Task CreateAsync(string name, JsonObject options, CancellationToken cancellationToken)
    {
        CheckOwn();
        lock (server.Data.Gate)
        {
            server.Data.CreateDatabase(name);
        }

        return Task.CompletedTask;
    }

    public Task DropAsync(string name, CancellationToken cancellationToken)
    {
        CheckOwn();
        lock (server.Data.Gate)
        {
            server.Data.DropDatabase(name);
        }

        return Task.CompletedTask;
    }

    /// <summary>In a cluster the plan decides what a DB server has.</summary>
    private void CheckOwn()
    {
        if (server.State.Role != ServerRole.Single)
        {
            throw new DataError(501, 1471, "this operation is only valid on a coordinator in a cluster");
        }
    }
}
