using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Agency.Raft;

/// <summary>The committed store after one index. The tree is immutable, so taking one costs nothing.</summary>
internal sealed record Snapshot(long Index, long Term, ObjectValue Tree)
{
    public static readonly Snapshot None = new(-1, 0, ObjectValue.Empty);
}
