namespace Armadillo.ArangodEmulator.Databases;

/// <summary>Numbers for ids and keys, and revisions: both only grow, also over a restart.</summary>
internal sealed class Ticks(TimeProvider time)
{
    private const int CounterBits = 20;
    private const string Alphabet = "-_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private long _id = 100;
    private ulong _revision;

    public long NextId() => ++_id;

    public void SeenId(long id) => _id = Math.Max(_id, id);

    /// <summary>Milliseconds and a counter, 6 bits to a character: the form that was recorded.</summary>
    public string NextRevision()
    {
        NextNumber();
        Span<char> text = stackalloc char[11];
        var start = text.Length;
        for (var rest = _revision; rest > 0; rest >>= 6)
        {
            text[--start] = Alphabet[(int)(rest & 0x3f)];
        }

        return text[start..].ToString();
    }

    /// <summary>The number behind the next revision.</summary>
    public ulong NextNumber()
    {
        var now = (ulong)time.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits;
        return _revision = Math.Max(now, _revision + 1);
    }

    public void SeenRevision(string revision)
    {
        ulong value = 0;
        foreach (var c in revision)
        {
            value = (value << 6) | (uint)Math.Max(Alphabet.IndexOf(c, StringComparison.Ordinal), 0);
        }

        _revision = Math.Max(_revision, value);
    }
}
