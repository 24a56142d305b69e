namespace Armadillo.Testing.Links;

/// <summary>What a chunk is.</summary>
internal enum LinkChunkKind
{
    /// <summary>Bytes.</summary>
    Data,

    /// <summary>The sender will send nothing more.</summary>
    End,

    /// <summary>The sender, or its connection, is gone.</summary>
    Reset,
}

/// <summary>Something that came over a link, in the order of its coming.</summary>
internal readonly record struct LinkChunk(LinkChunkKind Kind, ReadOnlyMemory<byte> Bytes, long ArrivedAt);
