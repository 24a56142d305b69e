namespace Armadillo.Testing.Diagnostics;

/// <summary>An instance ended without announcement. Ends every pending wait of its topology.</summary>
public sealed class InstanceCrashedException : Exception
{
    /// <summary>Creates the exception for a report.</summary>
    public InstanceCrashedException(CrashReport report)
        : base((report ?? throw new ArgumentNullException(nameof(report))).ToText(messageLines: 10)) => Report = report;

    /// <summary>All that is known about the crash.</summary>
    public CrashReport Report { get; }
}
