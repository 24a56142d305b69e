using System.Globalization;

namespace Armadillo.Testing.Processes;

/// <summary>A POSIX signal by number, printed by name.</summary>
/// <param name="Number">Signal number as the system counts it, 1 to 64.</param>
public readonly record struct ProcessSignal(int Number)
{
    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [5] = "SIGTRAP",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [10] = "SIGUSR1",
        [11] = "SIGSEGV",
        [12] = "SIGUSR2",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
        [17] = "SIGCHLD",
        [18] = "SIGCONT",
        [19] = "SIGSTOP",
        [20] = "SIGTSTP",
        [24] = "SIGXCPU",
        [25] = "SIGXFSZ",
        [31] = "SIGSYS",
    };

    /// <summary>Hang up (1): many servers reopen their log files.</summary>
    public static ProcessSignal Hangup => new(1);

    /// <summary>Interrupt (2): PostgreSQL's fast shutdown.</summary>
    public static ProcessSignal Interrupt => new(2);

    /// <summary>Quit (3).</summary>
    public static ProcessSignal Quit => new(3);

    /// <summary>Abort (6): what a failed assertion raises.</summary>
    public static ProcessSignal Abort => new(6);

    /// <summary>Kill (9): cannot be handled.</summary>
    public static ProcessSignal Kill => new(9);

    /// <summary>Segmentation fault (11).</summary>
    public static ProcessSignal SegmentationFault => new(11);

    /// <summary>Terminate (15): the usual orderly stop.</summary>
    public static ProcessSignal Terminate => new(15);

    /// <summary>Continue (18): ends a suspension.</summary>
    public static ProcessSignal Continue => new(18);

    /// <summary>Stop (19): suspends the process; cannot be handled.</summary>
    public static ProcessSignal Stop => new(19);

    /// <summary>The signal with this name or number: <c>SIGTERM</c>, <c>TERM</c> and <c>15</c> are the same, in any case of letters.</summary>
    /// <exception cref="FormatException">No such signal; the message lists the names.</exception>
    public static ProcessSignal Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 64)
        {
            return new ProcessSignal(number);
        }

        foreach (var (known, name) in Names)
        {
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase) || name.AsSpan(3).Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return new ProcessSignal(known);
            }
        }

        throw new FormatException($"'{text}' is not a signal. Give a number from 1 to 64, or one of {string.Join(", ", Names.Values)}.");
    }

    /// <summary>The name as signal(7) spells it, for example <c>SIGKILL</c>.</summary>
    public string Name => Names.TryGetValue(Number, out var name) ? name : string.Create(CultureInfo.InvariantCulture, $"signal {Number}");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
