namespace Armadillo.Testing.Scenarios;

/// <summary>The few assertions that the scenarios need, the same in every framework.</summary>
internal static class Check
{
    public static void True(bool value, string what = "expected to be true") =>
        _ = value ? true : throw new InvalidOperationException($"check failed: {what}");

    public static void Equal<T>(T expected, T seen) => True(EqualityComparer<T>.Default.Equals(expected, seen), $"expected {expected}, seen {seen}");

    public static void Empty<T>(IReadOnlyCollection<T> seen) => True(seen.Count == 0, $"expected nothing, seen {string.Join(", ", seen)}");
}
