using System.Collections.Immutable;
using System.Globalization;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.CollectionGroups;

namespace Armadillo.ArangodEmulator.Supervision.Shards;

/// <summary>
/// A shard together with those of the collections that are distributed like its own: they always lie on the same servers and move as one.
/// </summary>
internal sealed class ShardGroup
{
    private const string DistributedLike = "distributeShardsLike";

    private ShardGroup(ImmutableArray<Member> members) => Members = members;

    /// <summary>The shard itself first.</summary>
    public ImmutableArray<Member> Members { get; }

    /// <summary>The planned servers, the leader first; the same for all members.</summary>
    public ImmutableArray<string> Planned => Members[0].Planned;

    /// <summary>All servers that some member could fail over to.</summary>
    public IEnumerable<string> Candidates => Members.SelectMany(m => m.Candidates ?? []).Distinct();

    /// <summary>The servers that have everything of every member.</summary>
    public IEnumerable<string> InSync => Members
        .Where(m => m.Current is not null)
        .Select(m => m.Current!.Value.AsEnumerable())
        .Aggregate((IEnumerable<string>?)null, (all, next) => all?.Intersect(next) ?? next) ?? [];

    public static bool IsClone(ObjectValue collection) => collection.Has(DistributedLike);

    /// <summary>All planned shards, those of clones too.</summary>
    public static IEnumerable<ShardPlace> All(ObjectValue committed) =>
        from database in committed.NodeAt("Plan/Collections").Members
        from collection in Children(database.Value)
        from shard in collection.Value.NodeAt("shards").Members
        select new ShardPlace(database.Key, collection.Key, shard.Key);

    /// <summary>
    /// The planned shards that are moved by jobs; clones follow their prototype and are not among them, and those of collection groups
    /// follow their logs.
    /// </summary>
    public static IEnumerable<ShardPlace> Prototypes(ObjectValue committed) =>
        All(committed).Where(p => committed.NodeAt(p.CollectionPath) is var c && !IsClone(c) && !c.Has(CollectionGroup.Key));

    /// <summary>So many servers some shard needs.</summary>
    public static long MostCopies(ObjectValue committed) => All(committed)
        .Select(p => committed.NodeAt(p.CollectionPath).NumberAt("replicationFactor") ?? 1)
        .Concat(
            from groups in committed.NodeAt("Plan/CollectionGroups").Members
            from entry in Children(groups.Value)
            select new CollectionGroup(entry.Value).ReplicationFactor)
        .Append(1)
        .Max();

    public static ShardGroup Of(ObjectValue committed, ShardPlace place)
    {
        var position = Sorted(committed.NodeAt($"{place.CollectionPath}/shards")).IndexOf(place.Shard);
        var members = ImmutableArray.CreateBuilder<Member>();
        members.Add(Member.Read(committed, place));
        foreach (var (id, collection) in Children(committed.NodeAt($"Plan/Collections/{place.Database}")))
        {
            if (id != place.Collection && collection.TextAt(DistributedLike) == place.Collection
                && Sorted(collection.NodeAt("shards")) is var shards && position >= 0 && position < shards.Count)
            {
                members.Add(Member.Read(committed, new ShardPlace(place.Database, id, shards[position])));
            }
        }

        return new ShardGroup(members.ToImmutable());
    }

    /// <summary>
    /// A follower that is planned and has everything for every member that exists already, and that may lead; null when there is none.
    /// </summary>
    public string? Successor(DbServers servers, string leader)
    {
        var existing = Members.Where(m => m.Current is not null).ToList();
        return existing.FirstOrDefault()?.Heirs.FirstOrDefault(id => id != leader && servers.MayLead(id)
            && existing.TrueForAll(m => m.Heirs.Contains(id) && m.Planned.Contains(id)));
    }

    /// <summary>Plans other servers for all members, provided that nobody else has changed them meanwhile.</summary>
    public Change Replan(Change change, Func<ImmutableArray<string>, IEnumerable<string>> servers)
    {
        foreach (var member in Members)
        {
            change.Set(member.Place.PlanPath, Change.Array(servers(member.Planned)))
                .WhenUnchanged(member.Place.PlanPath, member.PlannedValue);
        }

        return change.Increment("Plan/Version");
    }

    public Change WhenCandidatesUnchanged(Change change)
    {
        foreach (var member in Members)
        {
            change.WhenUnchanged(member.Place.CandidatesPath, member.CandidatesValue);
        }

        return change;
    }

    public Change WhenCurrentUnchanged(Change change)
    {
        foreach (var member in Members)
        {
            change.WhenUnchanged(member.Place.ServersPath, member.CurrentValue);
        }

        return change;
    }

    private static List<string> Sorted(ObjectValue shards) =>
        [.. shards.Members.Keys.OrderBy(s => long.TryParse(s.AsSpan(1), CultureInfo.InvariantCulture, out var n) ? n : 0)];

    private static IEnumerable<KeyValuePair<string, ObjectValue>> Children(Value? node) =>
        from child in (node as ObjectValue ?? ObjectValue.Empty).Members
        where child.Value is ObjectValue
        select KeyValuePair.Create(child.Key, (ObjectValue)child.Value);

    /// <summary>One shard as it is planned and as it is.</summary>
    internal sealed record Member(ShardPlace Place, Value? PlannedValue, Value? CurrentValue, Value? CandidatesValue)
    {
        public ImmutableArray<string> Planned { get; } = Texts(PlannedValue) ?? [];

        /// <summary>The servers in sync, the leader first; null while nobody has reported.</summary>
        public ImmutableArray<string>? Current { get; } = Texts(CurrentValue);

        public ImmutableArray<string>? Candidates { get; } = Texts(CandidatesValue);

        /// <summary>
        /// Who could take over: the candidates, for a new leader has no follower in sync yet, but nobody has missed anything either.
        /// </summary>
        public ImmutableArray<string> Heirs => Candidates is { Length: > 0 } candidates ? candidates : Current ?? [];

        /// <summary>The leader that reports; null while nobody does.</summary>
        public string? Leader => Current is [var leader, ..] ? leader : null;

        public static Member Read(ObjectValue committed, ShardPlace place) =>
            new(place, committed.At(place.PlanPath), committed.At(place.ServersPath), committed.At(place.CandidatesPath));

        private static ImmutableArray<string>? Texts(Value? value) => (value as ArrayValue)?.Texts;
    }
}
