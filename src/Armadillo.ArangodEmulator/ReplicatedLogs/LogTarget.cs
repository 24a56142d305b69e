using System.Collections.Immutable;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>A log as somebody wants it.</summary>
internal sealed record LogTarget(
    Value Id,
    ImmutableSortedDictionary<string, ParticipantFlags> Participants,
    long WriteConcern,
    long SoftWriteConcern,
    bool WaitForSync,
    string? Leader,
    long? Version,
    Value? Properties,
    long MaxActionsTraceLength)
{
    public static string Path(string database, string id) => $"Target/ReplicatedLogs/{database}/{id}";

    public static LogTarget From(ObjectValue value)
    {
        var writeConcern = value.NumberAt("config/writeConcern") ?? 1;
        return new(
            value["id"] ?? NullValue.Instance,
            ParticipantFlags.Map(value.NodeAt("participants")),
            writeConcern,
            value.NumberAt("config/softWriteConcern") ?? writeConcern,
            value.FlagAt("config/waitForSync"),
            value.TextAt("leader"),
            value.NumberAt("version"),
            value["properties"],
            value.NumberAt("supervision/maxActionsTraceLength") ?? 0);
    }
}
