using Armadillo.Testing.Links;
using Armadillo.Testing.Tests.Time;

namespace Armadillo.Testing.Tests.Links;

public sealed class LinkTableTests
{
    private readonly LinkTable _table = new();
    private readonly ManualTime _time = new();

    [Fact]
    public void A_link_is_blocked_while_one_fault_blocks_it_and_delays_add_up()
    {
        var (block, other) = (Fault("b", null), Fault("o", null));
        var (short_, long_) = (Fault("s", 10), Fault("l", 200));
        foreach (var fault in new[] { block, other, short_, long_ })
        {
            _table.Add(fault);
        }

        Assert.Equal(new LinkState(true, TimeSpan.FromMilliseconds(210)), _table.StateOf(new LinkCaller("a"), "b"));
        Assert.True(_table.Remove(block));
        Assert.True(_table.StateOf(new LinkCaller("a"), "b").IsBlocked);
        Assert.True(_table.Remove(other));
        Assert.True(_table.Remove(short_));
        Assert.Equal(new LinkState(false, TimeSpan.FromMilliseconds(200)), _table.StateOf(new LinkCaller("a"), "b"));
        Assert.True(_table.Remove(long_));
        Assert.True(_table.StateOf(new LinkCaller("a"), "b").IsOpen);
        Assert.False(_table.Remove(long_));
    }

    [Fact]
    public void The_other_direction_and_strangers_are_free_and_who_hung_up_unknown_is_not()
    {
        _table.Add(Fault("b", null));

        Assert.True(_table.StateOf(new LinkCaller("b"), "a").IsOpen);
        Assert.True(_table.StateOf(LinkCaller.Stranger, "b").IsOpen);
        Assert.True(_table.StateOf(LinkCaller.HungUp, "b").IsBlocked);
        Assert.True(_table.StateOf(LinkCaller.HungUp, "a").IsOpen);
    }

    [Fact]
    public void A_fault_tells_how_long_it_has_been_there()
    {
        var fault = Fault("block from a to b", null);
        _time.Advance(TimeSpan.FromSeconds(3.2));

        Assert.Equal("block from a to b for 3.2 s", fault.DescribeWithAge());
    }

    private LinkFault Fault(string name, int? milliseconds) =>
        new(name, [("a", "b")], milliseconds is { } delay ? TimeSpan.FromMilliseconds(delay) : null, _time);
}
