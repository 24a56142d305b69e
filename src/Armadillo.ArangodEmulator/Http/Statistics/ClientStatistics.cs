namespace Armadillo.ArangodEmulator.Http.Statistics;

/// <summary>Times and sizes of requests, with arangod's cuts.</summary>
internal sealed class ClientStatistics
{
    public Distribution TotalTime { get; } = Times();

    public Distribution RequestTime { get; } = Times();

    public Distribution QueueTime { get; } = Times();

    public Distribution IoTime { get; } = Times();

    public Distribution BytesSent { get; } = Sizes();

    public Distribution BytesReceived { get; } = Sizes();

    public void Add(RequestFigures figures)
    {
        TotalTime.Add(figures.Total.TotalSeconds);
        RequestTime.Add(figures.Request.TotalSeconds);
        QueueTime.Add(figures.Queue.TotalSeconds);
        IoTime.Add(Math.Max(0, (figures.Total - figures.Request - figures.Queue).TotalSeconds));
        BytesSent.Add(figures.BytesSent);
        BytesReceived.Add(figures.BytesReceived);
    }

    /// <summary>The limits between the slots of times and of sizes.</summary>
    public static IReadOnlyList<double> TimeCuts { get; } = Times().Cuts;

    public static IReadOnlyList<double> SizeCuts { get; } = Sizes().Cuts;

    private static Distribution Times() => new(0.01, 0.05, 0.1, 0.2, 0.5, 1, 5, 15, 30);

    private static Distribution Sizes() => new(250, 1000, 2000, 5000, 10000);
}
