using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.ReplicatedLogs.Supervision;

/// <summary>
/// What a round found about one log: at most one action, and what stands in the way of others. Once something was decided, or nothing can
/// be done, later checks change nothing more.
/// </summary>
internal sealed class LogDecision
{
    public LogAction? Action { get; private set; }

    public bool Closed { get; private set; }

    /// <summary>For Current's StatusReport.</summary>
    public JsonArray Report { get; } = [];

    public void Do(LogAction action)
    {
        if (!Closed)
        {
            (Action, Closed) = (action, true);
        }
    }

    /// <summary>Says why something is not as it is wanted.</summary>
    public void Tell(string type, Election? election = null) => Report.Add((JsonNode)new JsonObject
    {
        ["type"] = type,
        ["detail"] = election is null ? [] : new JsonObject { ["election"] = election.ToJson() },
    });

    /// <summary>As long as this is so, nothing is to be done.</summary>
    public void Wait(string type, Election? election = null)
    {
        Tell(type, election);
        Closed = true;
    }
}
