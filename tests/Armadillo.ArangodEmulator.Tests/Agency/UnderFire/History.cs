using System.Collections.Concurrent;

namespace Armadillo.ArangodEmulator.Tests.Agency.UnderFire;

internal enum Outcome
{
    /// <summary>No answer, or one that leaves it open; also inquiring did not tell.</summary>
    Unknown,

    /// <summary>Confirmed, by the answer or by inquiring.</summary>
    Applied,

    /// <summary>A precondition failed, or the member said that it does not lead.</summary>
    Refused,

    /// <summary>No answer, and inquiring said that it never came.</summary>
    NeverSeen,
}

/// <summary>One transaction of a client.</summary>
/// <param name="Id">The client id that was sent with it.</param>
/// <param name="Target">The counter or list that it changes.</param>
/// <param name="Value">What the counter becomes, or what is appended.</param>
internal sealed record Attempt(string Id, string Target, long Value)
{
    public Outcome Outcome { get; set; }

    /// <summary>Index in the log, once known.</summary>
    public long Index { get; set; }

    /// <summary>For <see cref="Outcome.NeverSeen"/>: highest index that was known to be committed before inquiring.</summary>
    public long CommittedBefore { get; set; }

    public string How { get; set; } = "";
}

/// <summary>All that the clients did and saw.</summary>
internal sealed class History
{
    private readonly ConcurrentQueue<Attempt> _attempts = new();
    private readonly ConcurrentDictionary<string, long> _highest = new();
    private readonly ConcurrentQueue<string> _contradictions = new();
    private long _committed;

    public IReadOnlyCollection<Attempt> Attempts => _attempts;

    /// <summary>What was wrong already while it was seen.</summary>
    public IReadOnlyCollection<string> Contradictions => _contradictions;

    /// <summary>Highest index known to be committed.</summary>
    public long Committed => Interlocked.Read(ref _committed);

    public void Add(Attempt attempt) => _attempts.Enqueue(attempt);

    public void Applied(Attempt attempt, long index)
    {
        (attempt.Outcome, attempt.Index) = (Outcome.Applied, index);
        _highest.AddOrUpdate(attempt.Target, attempt.Value, (_, known) => Math.Max(known, attempt.Value));
        long known;
        while ((known = Interlocked.Read(ref _committed)) < index && Interlocked.CompareExchange(ref _committed, index, known) != known)
        {
        }
    }

    /// <summary>Highest value of a counter that was acknowledged up to now.</summary>
    public long HighestOf(string target) => _highest.GetValueOrDefault(target);

    public void Contradiction(string text) => _contradictions.Enqueue(text);
}
