using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Agency.UnderFire;

/// <summary>Agents as processes, joined by links that can be held, cut and delayed.</summary>
internal sealed class BurningAgency : IAsyncDisposable
{
    private readonly ScratchDirectory _scratch = new();
    private readonly Link[,] _links;
    private readonly Link _open = new();
    private readonly Member[] _members;
    private readonly LinkProxy[] _proxies;
    private int _leader;

    public BurningAgency(int size, params string[] options)
    {
        _links = new Link[size, size];
        for (var i = 0; i < size * size; i++)
        {
            _links[i / size, i % size] = new Link();
        }

        _proxies = [.. Enumerable.Range(0, size).Select(i => new LinkProxy(SocketOf(i), id => LinksOf(id, i)))];
        _members = [.. Enumerable.Range(0, size).Select(i => new Member(i, _scratch.At($"agent{i}"), n => Arguments(n, options)))];
        foreach (var member in _members)
        {
            member.Start();
        }
    }

    public IReadOnlyList<Member> Members => _members;

    /// <summary>Whoever answered as leader last.</summary>
    public int LastLeader { get => Volatile.Read(ref _leader); set => Volatile.Write(ref _leader, value); }

    public string Url(int member) => $"http://127.0.0.1:{_proxies[member].Port}";

    /// <summary>Does to the members what the fault says.</summary>
    /// <returns>What takes it back.</returns>
    public async Task<Func<Task>> ApplyAsync(Fault fault)
    {
        var target = fault.Target == FaultSchedule.Leader ? LastLeader : fault.Target;
        var member = _members[target];
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                return await member.KillAsync() ? Do(member.Start) : Do(() => { });
            case FaultKind.Suspend:
                member.Suspend();
                return Do(member.Resume);
            case FaultKind.Hold:
                return OnLinks(target, true, true, static l => l.Hold(), static l => l.Release());
            case FaultKind.Cut:
                return OnLinks(target, true, true, static l => l.Cut(), static l => l.Mend());
            case FaultKind.Mute:
                return OnLinks(target, true, false, static l => l.Hold(), static l => l.Release());
            case FaultKind.Deaf:
                return OnLinks(target, false, true, static l => l.Hold(), static l => l.Release());
            case FaultKind.Delay:
                return OnLinks(target, true, true, static l => l.Delay(), static l => l.Hurry());
            default:
                return Split(target);
        }
    }

    public async Task<JsonNode?> GetAsync(int member, string path)
    {
        try
        {
            var answer = await Requests.GetAsync(_proxies[member].Port, path);
            return answer.Status == 200 ? answer.Body : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
        {
            await member.DisposeAsync();
        }

        foreach (var proxy in _proxies)
        {
            await proxy.DisposeAsync();
        }

        _scratch.Dispose();
    }

    private static Func<Task> Do(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };

    private Func<Task> Split(int first)
    {
        var minority = Enumerable.Range(0, _members.Length / 2).Select(i => (first + i) % _members.Length).ToHashSet();
        var between = Each().Where(p => minority.Contains(p.From) != minority.Contains(p.To)).Select(p => _links[p.From, p.To]).ToList();
        return On(between, static l => l.Hold(), static l => l.Release());
    }

    private Func<Task> OnLinks(int target, bool from, bool to, Action<Link> begin, Action<Link> end) =>
        On([.. Each().Where(p => (from && p.From == target) || (to && p.To == target)).Select(p => _links[p.From, p.To])], begin, end);

    private static Func<Task> On(List<Link> links, Action<Link> begin, Action<Link> end)
    {
        links.ForEach(begin);
        return Do(() => links.ForEach(end));
    }

    private IEnumerable<(int From, int To)> Each() =>
        from a in Enumerable.Range(0, _members.Length) from b in Enumerable.Range(0, _members.Length) where a != b select (a, b);

    private (Link There, Link Back) LinksOf(string? id, int member)
    {
        var caller = id is null ? null : _members.FirstOrDefault(m => m.Id == id);
        return caller is null ? (_open, _open) : (_links[caller.Number, member], _links[member, caller.Number]);
    }

    private string SocketOf(int member) => _scratch.At($"{member}.sock");

    private string[] Arguments(int member, string[] options) =>
    [
        "--configuration", "none", "--database.directory", _scratch.At($"agent{member}"),
        "--server.endpoint", $"unix://{SocketOf(member)}", "--server.authentication", "false", "--server.descriptors-minimum", "0",
        "--agency.activate", "true", "--agency.size", $"{_members.Length}", "--agency.my-address", Address(member),
        .. Enumerable.Range(0, _members.Length).SelectMany(i => new[] { "--agency.endpoint", Address(i) }), .. options,
    ];

    private string Address(int member) => $"tcp://127.0.0.1:{_proxies[member].Port}";
}
