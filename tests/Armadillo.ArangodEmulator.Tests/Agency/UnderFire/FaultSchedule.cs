using System.Globalization;

namespace Armadillo.ArangodEmulator.Tests.Agency.UnderFire;

internal enum FaultKind
{
    /// <summary>SIGKILL, and started again in the end.</summary>
    Kill,

    /// <summary>SIGSTOP, and SIGCONT in the end.</summary>
    Suspend,

    /// <summary>What goes to and comes from the member waits, and is delivered in the end.</summary>
    Hold,

    /// <summary>Connections to and from the member break, and new ones are refused.</summary>
    Cut,

    /// <summary>The member hears the others, and they do not hear it.</summary>
    Mute,

    /// <summary>The others hear the member, and it does not hear them.</summary>
    Deaf,

    /// <summary>The members fall into two parts; the target is where the smaller one begins.</summary>
    Split,

    /// <summary>Everything on the member's links is late by a random time.</summary>
    Delay,
}

/// <param name="At">After the begin of the fire.</param>
/// <param name="Length">Until the fault is taken back.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Target">Number of a member, or <see cref="FaultSchedule.Leader"/>: whoever leads at that time.</param>
internal sealed record Fault(TimeSpan At, TimeSpan Length, FaultKind Kind, int Target)
{
    public override string ToString()
    {
        var target = Target == FaultSchedule.Leader ? "leader" : Target.ToString(CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{At.TotalSeconds:F2} s {Kind} {target} for {Length.TotalSeconds:F2} s");
    }
}

/// <summary>What will happen when. Nothing but seed, number of members and duration decides it.</summary>
internal static class FaultSchedule
{
    public const int Leader = -1;

    private static readonly FaultKind[] _kinds =
    [
        FaultKind.Kill, FaultKind.Kill, FaultKind.Kill, FaultKind.Suspend, FaultKind.Suspend, FaultKind.Hold, FaultKind.Cut,
        FaultKind.Mute, FaultKind.Deaf, FaultKind.Split, FaultKind.Delay,
    ];

    public static IReadOnlyList<Fault> Make(int seed, int members, TimeSpan duration)
    {
        var random = new Random(seed);
        var faults = new List<Fault>();
        var at = Between(random, 300, 1000);
        while (at < duration)
        {
            var kind = _kinds[random.Next(_kinds.Length)];
            var target = random.Next(10) < 4 ? Leader : random.Next(members);
            faults.Add(new Fault(at, Between(random, 50, random.Next(4) == 0 ? 3500 : 1500), kind, target));
            // Mostly there is time to recover; now and then the next fault meets the last one.
            at += Between(random, 50, random.Next(3) == 0 ? 400 : 2000);
        }

        return faults;
    }

    private static TimeSpan Between(Random random, int low, int high) => TimeSpan.FromMilliseconds(random.Next(low, high));
}
