namespace Armadillo.ArangodEmulator.Agency.Persistence;

/// <summary>Replaces small files so that a reader sees the old or the new content, never a part.</summary>
internal static class AtomicFile
{
    public static void Write(string path, ReadOnlySpan<byte> content, bool sync)
    {
        var temporary = path + ".new";
        using (var handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(handle, content, 0);
            if (sync)
            {
                RandomAccess.FlushToDisk(handle);
            }
        }

        File.Move(temporary, path, overwrite: true);
    }

    public static byte[]? Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;
}
