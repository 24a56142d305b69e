namespace Armadillo.Testing.Links;

/// <summary>Who dialled.</summary>
/// <param name="member">Name of the member; null when it is none that is known.</param>
internal sealed class LinkCaller(string? member)
{
    /// <summary>Somebody who is no member, for example a test: no fault concerns them.</summary>
    public static LinkCaller Stranger { get; } = new(null);

    /// <summary>
    /// Somebody who hung up before they were looked up. It may have been any member, so every fault of links to the one that was
    /// dialled concerns them; a stranger loses nothing by that, since nobody waits for an answer any more.
    /// </summary>
    public static LinkCaller HungUp { get; } = new(null);

    public string? Member { get; } = member;

    public bool IsStranger => ReferenceEquals(this, Stranger);
}
