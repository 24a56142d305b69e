using Armadillo.Testing.Events;

namespace ClusterTour;

/// <summary>What happened, in order.</summary>
internal static class Timeline
{
    public static void Print(EventLog events)
    {
        Console.WriteLine();
        Console.WriteLine("Timeline:");
        foreach (var happened in events.Events.Where(e => e is not (InstancePlanned or ConditionObserved)))
        {
            Console.WriteLine($"  {happened.Elapsed.TotalSeconds,7:0.000} s  {happened.Instance ?? "",-14} {happened.Describe()}");
        }

        Console.WriteLine();
    }
}
