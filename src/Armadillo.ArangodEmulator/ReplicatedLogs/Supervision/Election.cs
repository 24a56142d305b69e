using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.ReplicatedLogs.Supervision;

/// <summary>
/// Who may lead in a term: of those that have confirmed it the ones whose log goes farthest, if so many have confirmed that an entry
/// that was committed must be among theirs.
/// </summary>
internal sealed record Election(
    long Term, long Required, int Available, TermIndex Best, ImmutableArray<string> Electible, ImmutableSortedDictionary<string, Election.Verdict> Verdicts)
{
    private static readonly string[] _messages =
    [
        "the server is ok",
        "the server is not reported as good in Supervision/Health",
        "the server has not (yet) confirmed the current term",
        "the server is configured as excluded",
    ];

    internal enum Verdict
    {
        Ok = 0,
        NotGood = 1,
        TermNotConfirmed = 2,
        Excluded = 3,
    }

    public bool QuorumReached => Available >= Required;

    public static Election Hold(LogPlan plan, LogCurrent current, Participants participants, long writeConcern)
    {
        var verdicts = plan.Config.Participants.ToImmutableSortedDictionary(
            p => p.Key,
            p => !participants.NotFailed(p.Key) ? Verdict.NotGood
                : !p.Value.AllowedAsLeader ? Verdict.Excluded
                : current.Participants.GetValueOrDefault(p.Key)?.Term != plan.Term ? Verdict.TermNotConfirmed
                : Verdict.Ok,
            StringComparer.Ordinal);
        var able = verdicts.Where(v => v.Value == Verdict.Ok).Select(v => v.Key).ToList();
        var best = able.Select(id => current.Participants[id].Spearhead).DefaultIfEmpty().Max();
        return new Election(
            plan.Term,
            plan.Config.Participants.Count + 1 - writeConcern,
            able.Count,
            best,
            [.. able.Where(id => current.Participants[id].Spearhead == best)],
            verdicts);
    }

    public JsonObject ToJson() => new()
    {
        ["term"] = Term,
        ["bestTermIndex"] = Best.ToJson(),
        ["participantsRequired"] = Required,
        ["participantsAvailable"] = Available,
        ["details"] = new JsonObject(Verdicts.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)new JsonObject
        {
            ["code"] = (int)v.Value,
            ["message"] = _messages[(int)v.Value],
        }))),
        ["electibleLeaderSet"] = new JsonArray([.. Electible.Select(id => (JsonNode)id)]),
    };
}
