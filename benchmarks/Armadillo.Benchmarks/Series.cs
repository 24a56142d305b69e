using System.Globalization;

namespace Armadillo.Benchmarks;

/// <summary>Repeated measurements of one thing, in milliseconds.</summary>
internal sealed class Series(string name)
{
    private readonly List<double> _values = [];

    public string Name => name;

    public int Count => _values.Count;

    public double Median => At(0.5);

    public void Add(TimeSpan time) => _values.Add(time.TotalMilliseconds);

    public double At(double share)
    {
        var sorted = _values.Order().ToList();
        return sorted[(int)Math.Min(sorted.Count - 1, Math.Floor(share * sorted.Count))];
    }

    /// <summary>Prints the series below each other, each with the ratio of its median to that of the last one.</summary>
    public static void Print(params IReadOnlyList<Series> series)
    {
        Console.WriteLine($"{"",-34} {"n",4} {"min",10} {"median",10} {"p99",10} {"max",10} {"ratio",8}");
        foreach (var s in series)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{s.Name,-34} {s.Count,4} {s.At(0),7:F2} ms {s.Median,7:F2} ms {s.At(0.99),7:F2} ms {s.At(1),7:F2} ms {s.Median / series[^1].Median,8:F3}"));
        }
    }
}
