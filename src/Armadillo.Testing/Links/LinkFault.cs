using System.Globalization;

namespace Armadillo.Testing.Links;

/// <summary>One fault and the links that it concerns. A link goes from the member that dials to the one that is dialled.</summary>
internal sealed class LinkFault(string description, IReadOnlyList<(string From, string To)> links, TimeSpan? delay, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    public IReadOnlyList<(string From, string To)> Links { get; } = links;

    /// <summary>What does not delay blocks.</summary>
    public bool Blocks => delay is null;

    public TimeSpan Delay => delay ?? TimeSpan.Zero;

    /// <summary>How long it has been there.</summary>
    public TimeSpan Age => time.GetElapsedTime(_began);

    /// <summary>For reports.</summary>
    public string DescribeWithAge() => string.Create(CultureInfo.InvariantCulture, $"{description} for {Age.TotalSeconds:0.0} s");

    public override string ToString() => description;
}
