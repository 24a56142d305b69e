using System.Globalization;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Diagnosis;

/// <summary>Jobs that have been pending for more than a day.</summary>
internal static class StaleJobs
{
    private static readonly TimeSpan _limit = TimeSpan.FromHours(24);

    public static IEnumerable<string> Find(ObjectValue tree, DateTimeOffset now) =>
        from entry in tree.NodeAt("Target/Pending").Members
        where entry.Value is ObjectValue
        let job = (ObjectValue)entry.Value
        let since = Old(job, "timeCreated", now) ?? Old(job, "timeStarted", now)
        where since is not null
        select $"{entry.Key}: the job {job.TextAt("type")} is pending, {since}";

    private static string? Old(ObjectValue job, string name, DateTimeOffset now) =>
        job.TextAt(name) is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && now - time > _limit
            ? $"{name} {text}"
            : null;
}
