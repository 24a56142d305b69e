using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Armadillo.ArangodEmulator.Tests.Agency.UnderFire;

/// <summary>Compares what the clients were told with what the members hold. Each line is a broken promise.</summary>
internal static partial class Verdict
{
    /// <param name="history">What the clients did and saw.</param>
    /// <param name="states">GET state of each member, after all have settled.</param>
    /// <param name="logs">The log lines of each member.</param>
    public static List<string> Of(History history, IReadOnlyList<JsonObject> states, IReadOnlyList<IEnumerable<string>> logs)
    {
        var broken = new List<string>(history.Contradictions);
        var fire = states[0]["agency"]!["fire"];
        for (var i = 0; i < Workload.Counters; i++)
        {
            CheckCounter(broken, history, Workload.Counter(i), fire);
        }

        for (var i = 0; i < Workload.Lists; i++)
        {
            CheckList(broken, history, Workload.List(i), fire);
        }

        CheckInquiries(broken, history, states[0]);
        CheckReplicas(broken, states);
        CheckLeaders(broken, logs, states[0]);
        broken.AddRange(logs.SelectMany(static l => l).Where(static l => Alarming().IsMatch(l)));
        return broken;
    }

    private static void CheckCounter(List<string> broken, History history, string target, JsonNode? fire)
    {
        var done = (fire?["done"]?[target] as JsonObject ?? []).ToDictionary(static p => p.Key, static p => p.Value!.GetValue<long>());
        var final = fire?[target]?.GetValue<long>() ?? 0;
        if (done.Count != final)
        {
            broken.Add($"lost update: {target} is {final} after {done.Count} increments");
        }

        foreach (var same in done.GroupBy(static d => d.Value).Where(static g => g.Count() > 1))
        {
            broken.Add($"{target} became {same.Key} twice: {string.Join(", ", same.Select(static s => s.Key))}");
        }

        foreach (var attempt in history.Attempts.Where(a => a.Target == target))
        {
            Check(broken, attempt, done.TryGetValue(attempt.Id, out var value) ? value : null);
        }
    }

    private static void CheckList(List<string> broken, History history, string target, JsonNode? fire)
    {
        var items = (fire?[target] as JsonArray ?? []).Select(static i => i!.GetValue<long>()).ToList();
        if (items.Distinct().Count() != items.Count)
        {
            broken.Add($"{target} holds an item twice");
        }

        // The client sends the next one only after the outcome of the last one is known or was given up.
        var known = history.Attempts.Where(a => a.Target == target && a.Outcome == Outcome.Applied).Select(static a => a.Value).ToHashSet();
        if (!items.Where(known.Contains).SequenceEqual(items.Where(known.Contains).Order()))
        {
            broken.Add($"{target} is out of order");
        }

        var held = items.ToHashSet();
        foreach (var attempt in history.Attempts.Where(a => a.Target == target))
        {
            Check(broken, attempt, held.Contains(attempt.Value) ? attempt.Value : null);
        }
    }

    private static void Check(List<string> broken, Attempt attempt, long? held)
    {
        if (attempt.Outcome == Outcome.Applied && held != attempt.Value)
        {
            broken.Add($"lost: {attempt.Id} on {attempt.Target} was acknowledged ({attempt.How}, index {attempt.Index})");
        }

        if (attempt.Outcome == Outcome.Refused && held is not null)
        {
            broken.Add($"refused and done: {attempt.Id} on {attempt.Target} ({attempt.How})");
        }
    }

    /// <summary>An inquiry may miss what is still on its way, but never what was committed before it was made.</summary>
    private static void CheckInquiries(List<string> broken, History history, JsonObject state)
    {
        var log = state["log"]!.AsArray().Select(static e => e!.AsObject()).Where(static e => e["clientId"]!.ToString().Length > 0).ToList();
        foreach (var twice in log.GroupBy(static e => e["clientId"]!.ToString()).Where(static g => g.Count() > 1))
        {
            broken.Add($"{twice.Key} is in the log twice");
        }

        var indexes = log.ToLookup(static e => e["clientId"]!.ToString(), static e => IndexOf(e));
        foreach (var attempt in history.Attempts.Where(static a => a.Outcome is Outcome.NeverSeen or Outcome.Applied))
        {
            foreach (var index in indexes[attempt.Id])
            {
                if (attempt.Outcome == Outcome.Applied ? index != attempt.Index : index <= attempt.CommittedBefore)
                {
                    broken.Add($"wrong answer about {attempt.Id}, which has index {index}: {attempt.How}");
                }
            }
        }
    }

    /// <summary>Members keep different amounts of the log; what two of them keep has to be the same.</summary>
    private static void CheckReplicas(List<string> broken, IReadOnlyList<JsonObject> states)
    {
        var first = Entries(states[0]);
        for (var i = 1; i < states.Count; i++)
        {
            if (states[i]["agency"]!.ToJsonString() != states[0]["agency"]!.ToJsonString())
            {
                broken.Add($"members 0 and {i} hold different trees");
            }

            foreach (var (index, entry) in Entries(states[i]))
            {
                if (first.TryGetValue(index, out var other) && other != entry)
                {
                    broken.Add($"entry {index} differs between members 0 and {i}: {other} and {entry}");
                    break;
                }
            }
        }
    }

    private static void CheckLeaders(List<string> broken, IReadOnlyList<IEnumerable<string>> logs, JsonObject state)
    {
        var reigns = new HashSet<(long Term, string Leader)>();
        foreach (var match in logs.SelectMany(static l => l).Select(static l => Crowned().Match(l)).Where(static m => m.Success))
        {
            reigns.Add((long.Parse(match.Groups["term"].Value, CultureInfo.InvariantCulture), match.Groups["self"].Value));
        }

        foreach (var entry in state["log"]!.AsArray().Where(static e => e!["request"]?[".agency"] is not null))
        {
            reigns.Add((entry!["term"]!.GetValue<long>(), entry["request"]![".agency"]!["new"]!["id"]!.ToString()));
        }

        foreach (var term in reigns.GroupBy(static r => r.Term).Where(static g => g.Count() > 1))
        {
            broken.Add($"term {term.Key} has several leaders: {string.Join(", ", term.Select(static r => r.Leader))}");
        }
    }

    // Entry 0 is empty, and each member makes it for itself.
    private static Dictionary<long, string> Entries(JsonObject state) =>
        state["log"]!.AsArray().Where(static e => IndexOf(e!.AsObject()) > 0).ToDictionary(static e => IndexOf(e!.AsObject()), static e => e!.ToJsonString());

    private static long IndexOf(JsonObject entry) => long.Parse(entry["_key"]!.ToString(), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\[fe299\] \{agency\} (?<self>\S+): leader is now '\k<self>' in term (?<term>\d+)")]
    private static partial Regex Crowned();

    // A request that failed inside, or worse; none of the faults is a reason for one.
    [GeneratedRegex(@" (FATAL|ERROR) \[|WARNING .*\{requests\}|Unhandled exception")]
    private static partial Regex Alarming();
}
