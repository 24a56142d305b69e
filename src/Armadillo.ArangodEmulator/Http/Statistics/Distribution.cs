namespace Armadillo.ArangodEmulator.Http.Statistics;

/// <summary>How often values fell between the cuts.</summary>
internal sealed class Distribution(params double[] cuts)
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[cuts.Length + 1];
    private double _sum;

    public IReadOnlyList<double> Cuts { get; } = cuts;

    public void Add(double value)
    {
        var slot = 0;
        while (slot < Cuts.Count && value >= Cuts[slot])
        {
            slot++;
        }

        lock (_lock)
        {
            _counts[slot]++;
            _sum += value;
        }
    }

    /// <summary>Sum of all values, and how many fell into each slot; the last slot is for those above all cuts.</summary>
    public (double Sum, long[] Counts) Read()
    {
        lock (_lock)
        {
            return (_sum, [.. _counts]);
        }
    }
}
