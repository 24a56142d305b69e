using Armadillo.Testing.Processes;
using Armadillo.Testing.Readiness;

namespace Armadillo.Testing.Specs;

/// <summary>How an instance is asked to end.</summary>
public sealed record StopSpec
{
    /// <summary>The signal that means "end in an orderly way". Default: SIGTERM.</summary>
    public ProcessSignal Signal { get; init; } = ProcessSignal.Terminate;

    /// <summary>An action that asks for the end instead of the signal, for example a request. When it fails, the signal is sent.</summary>
    public Func<IConditionTarget, CancellationToken, Task>? Request { get; init; }

    /// <summary>Time between asking and SIGKILL. Default: 30 s; multiplied by the option TimeoutMultiplier.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Called when the grace period is over, before SIGKILL, with the process still there: for stacks, dumps, logs. Limited to
    /// 30 s; a failure is noted and changes nothing. Default: nothing.
    /// </summary>
    public Func<IConditionTarget, int, CancellationToken, Task>? BeforeKill { get; init; }

    /// <summary>Exit codes of an orderly end. Default: 0 only.</summary>
    public IReadOnlyList<int> CleanExitCodes { get; init; } = [0];

    /// <summary>Whether dying by <see cref="Signal"/> itself is an orderly end, as for servers without a handler. Default: no.</summary>
    public bool SignalDeathIsClean { get; init; }

    /// <summary>Whether the exit is what an orderly end looks like.</summary>
    public bool IsClean(ProcessExit exit)
    {
        ArgumentNullException.ThrowIfNull(exit);
        return exit.ExitCode is { } code ? CleanExitCodes.Contains(code) : SignalDeathIsClean && exit.Signal == Signal;
    }
}
