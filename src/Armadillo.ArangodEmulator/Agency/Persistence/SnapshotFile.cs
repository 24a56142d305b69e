using System.Buffers.Binary;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Agency.Persistence;

/// <summary>The compacted store: index, term and tree, in one file that is replaced as a whole.</summary>
internal sealed class SnapshotFile(string directory)
{
    private const int HeaderLength = 16;
    private readonly string _path = Path.Combine(directory, "compact");

    public Snapshot Load()
    {
        if (AtomicFile.Read(_path) is not { Length: > HeaderLength } content)
        {
            return Snapshot.None;
        }

        return new Snapshot(
            BinaryPrimitives.ReadInt64LittleEndian(content),
            BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(8)),
            (ObjectValue)Value.Parse(content.AsMemory(HeaderLength)));
    }

    public void Save(Snapshot snapshot)
    {
        var tree = snapshot.Tree.ToUtf8();
        var content = new byte[HeaderLength + tree.Length];
        BinaryPrimitives.WriteInt64LittleEndian(content, snapshot.Index);
        BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(8), snapshot.Term);
        tree.CopyTo(content, HeaderLength);
        AtomicFile.Write(_path, content, sync: true);
    }
}
