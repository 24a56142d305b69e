using Armadillo.Testing.Links;
using Armadillo.Testing.Tests.Time;

namespace Armadillo.Testing.Tests.Links;

public sealed class HeldChunksTests
{
    private static readonly LinkState Delayed = new(false, TimeSpan.FromMilliseconds(100));
    private readonly ManualTime _time = new();
    private readonly HeldChunks _held;

    public HeldChunksTests() => _held = new HeldChunks(_time);

    [Fact]
    public void Each_chunk_is_due_its_delay_after_its_own_arrival_and_never_earlier()
    {
        _held.Add(LinkChunkKind.Data, "first"u8);
        _time.Advance(TimeSpan.FromMilliseconds(30));
        _held.Add(LinkChunkKind.Data, "second"u8);

        Assert.False(_held.TryPeek(Delayed, out _, out var wait));
        Assert.Equal(TimeSpan.FromMilliseconds(70), wait);
        _time.Advance(TimeSpan.FromMilliseconds(69.9));
        Assert.False(_held.TryPeek(Delayed, out _, out wait));
        Assert.Equal(TimeSpan.FromMilliseconds(1), wait);
        _time.Advance(TimeSpan.FromMilliseconds(0.1));
        Assert.Equal("first", Take(Delayed));

        // The second one was under way all the time: it waits for what is left, not for a whole delay.
        Assert.False(_held.TryPeek(Delayed, out _, out wait));
        Assert.Equal(TimeSpan.FromMilliseconds(30), wait);
        _time.Advance(wait);
        Assert.Equal("second", Take(Delayed));
        Assert.True(_held.IsEmpty);
    }

    [Fact]
    public void What_is_due_together_goes_on_together()
    {
        for (var number = 0; number < 1000; number++)
        {
            _held.Add(LinkChunkKind.Data, "x"u8);
        }

        _time.Advance(Delayed.Delay);

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal("x", Take(Delayed)));
        Assert.True(_held.IsEmpty);
    }

    [Fact]
    public void A_blocked_link_holds_everything_without_end_and_keeps_the_order_with_the_end_of_the_stream_last()
    {
        _held.Add(LinkChunkKind.Data, "words"u8);
        _held.Add(LinkChunkKind.End);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.False(_held.TryPeek(new LinkState(true, TimeSpan.Zero), out _, out var wait));
        Assert.Equal(Timeout.InfiniteTimeSpan, wait);

        Assert.Equal("words", Take(LinkState.Open));
        Assert.True(_held.TryPeek(LinkState.Open, out var chunk, out _));
        Assert.Equal(LinkChunkKind.End, chunk.Kind);
    }

    [Fact]
    public void It_is_full_at_its_capacity_also_of_tiny_chunks()
    {
        for (var number = 0; number < HeldChunks.Capacity / 32 && !_held.IsFull; number++)
        {
            _held.Add(LinkChunkKind.Data, "x"u8);
        }

        Assert.True(_held.IsFull);
        Assert.Equal("x", Take(LinkState.Open));
        Assert.False(_held.IsFull);
    }

    private string Take(LinkState state)
    {
        Assert.True(_held.TryPeek(state, out var chunk, out _));
        _held.Remove();
        return System.Text.Encoding.ASCII.GetString(chunk.Bytes.Span);
    }
}
