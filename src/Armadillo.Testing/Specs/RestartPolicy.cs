namespace Armadillo.Testing.Specs;

/// <summary>How often something that failed is started again, with growing pauses.</summary>
public sealed record RestartPolicy
{
    /// <summary>Not at all.</summary>
    public static RestartPolicy Never { get; } = new() { Limit = 0 };

    /// <summary>How often at most, 0 or more. Default: 3.</summary>
    public int Limit { get; init; } = 3;

    /// <summary>Pause before the first time. Default: 200 ms. Doubles each time.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest pause. Default: 10 s.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Again after each failure, up to <paramref name="limit"/> times.</summary>
    public static RestartPolicy OnFailure(int limit) => new() { Limit = limit };
}
