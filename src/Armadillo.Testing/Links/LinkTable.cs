using System.Collections.Immutable;

namespace Armadillo.Testing.Links;

/// <summary>The faults of all links. Reading is free of locks: it is done for every chunk.</summary>
internal sealed class LinkTable
{
    private readonly Lock _lock = new();
    private ImmutableList<LinkFault> _faults = [];
    private volatile Dictionary<(string From, string To), LinkState> _states = [];

    /// <summary>The faults that are there, oldest first.</summary>
    public IReadOnlyList<LinkFault> Faults => _faults;

    /// <summary>What concerns a caller on its way to a member.</summary>
    public LinkState StateOf(LinkCaller caller, string to)
    {
        var states = _states;
        if (states.Count == 0 || caller.IsStranger)
        {
            return LinkState.Open;
        }

        return caller.Member is { } from ? states.GetValueOrDefault((from, to)) : WorstTo(states, to);
    }

    public void Add(LinkFault fault) => Change(faults => faults.Add(fault));

    /// <returns>Whether it was there.</returns>
    public bool Remove(LinkFault fault) => Change(faults => faults.Remove(fault));

    private static LinkState WorstTo(Dictionary<(string From, string To), LinkState> states, string to)
    {
        var worst = LinkState.Open;
        foreach (var (link, state) in states)
        {
            if (link.To == to)
            {
                worst = new LinkState(worst.IsBlocked || state.IsBlocked, worst.Delay > state.Delay ? worst.Delay : state.Delay);
            }
        }

        return worst;
    }

    private bool Change(Func<ImmutableList<LinkFault>, ImmutableList<LinkFault>> change)
    {
        lock (_lock)
        {
            var faults = change(_faults);
            if (faults == _faults)
            {
                return false;
            }

            var states = new Dictionary<(string From, string To), LinkState>();
            foreach (var fault in faults)
            {
                foreach (var link in fault.Links)
                {
                    states[link] = states.GetValueOrDefault(link).With(fault);
                }
            }

            _faults = faults;
            _states = states;
            return true;
        }
    }
}
