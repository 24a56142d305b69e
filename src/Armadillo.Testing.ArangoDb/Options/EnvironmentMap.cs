namespace Armadillo.Testing.ArangoDb.Options;

/// <summary>Environment variables that are equal when names and values are, so that specs can be compared.</summary>
internal sealed class EnvironmentMap : Dictionary<string, string>, IEquatable<EnvironmentMap>
{
    public EnvironmentMap()
    {
    }

    public EnvironmentMap(IReadOnlyDictionary<string, string> variables)
        : base(variables)
    {
    }

    public static bool AreEqual(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(variable => other.TryGetValue(variable.Key, out var value) && value == variable.Value);

    public bool Equals(EnvironmentMap? other) => other is not null && AreEqual(this, other);

    public override bool Equals(object? obj) => Equals(obj as EnvironmentMap);

    public override int GetHashCode() => Count;
}
