using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.PlanExecution;

/// <summary>Makes and drops the databases of this DB server as the plan says, and tells what is to be reported.</summary>
internal sealed class DatabaseExecution(ServerContext server, UnsoundEntries unsound)
{
    /// <summary>Brings the own databases in line; the changes of Current are returned, one for each database.</summary>
    public IEnumerable<Change> Run(ObjectValue tree)
    {
        var planned = tree.NodeAt("Plan/Databases");
        var current = tree.NodeAt("Current/Databases");
        var made = Align(planned);
        foreach (var (name, entry) in planned.Members)
        {
            if (made.Contains(name) && !current.Has($"{name}/{server.State.Id}"))
            {
                yield return Touch($"Plan/Databases/{name}", present: true)
                    .Set(Place(name), Report(name, (entry as ObjectValue)?.TextAt("id") ?? ""));
            }
        }

        foreach (var name in current.Members.Keys)
        {
            if (!planned.Has(name) && current.Has($"{name}/{server.State.Id}"))
            {
                yield return Touch($"Plan/Databases/{name}", present: false).Delete(Place(name));
            }
        }
    }

    /// <summary>The databases that are here.</summary>
    private HashSet<string> Align(ObjectValue planned)
    {
        lock (server.Data.Gate)
        {
            foreach (var (name, entry) in planned.Members)
            {
                if (server.Data.Find(name) is null)
                {
                    unsound.Try($"Plan/Databases/{name}", () => server.Data.CreateDatabase(
                        name, long.TryParse((entry as ObjectValue)?.TextAt("id"), out var id) ? id : server.Data.Ticks.NextId()));
                }
            }

            foreach (var name in server.Data.Names.Where(n => n != Database.System && !planned.Has(n)).ToList())
            {
                server.Data.DropDatabase(name);
            }

            return [.. server.Data.Names];
        }
    }

    private string Place(string name) => $"Current/Databases/{name}/{server.State.Id}";

    private static Change Touch(string planned, bool present)
    {
        var change = new Change().Increment("Current/Version");
        return present ? change.WhenPresent(planned) : change.WhenAbsent(planned);
    }

    private static JsonObject Report(string name, string id) => new()
    {
        ["error"] = false,
        ["errorNum"] = 0,
        ["errorMessage"] = "",
        ["id"] = id,
        ["name"] = name,
    };
}
