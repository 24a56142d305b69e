using System.Text.RegularExpressions;

namespace Armadillo.Testing.Readiness;

/// <summary>
/// A condition to wait for, as a value: it can be kept, combined and described; nothing is looked at before a wait begins.
/// </summary>
public abstract class Condition
{
    /// <summary>The condition in words, for example <c>HTTP GET /_api/version answers 200</c>.</summary>
    public abstract string Description { get; }

    /// <summary>Begins to look. Called once for each wait, before the process is launched when the wait is for its start.</summary>
    protected internal abstract ConditionProbe CreateProbe(ConditionContext context);

    /// <summary>The process was launched; nothing more is asked.</summary>
    public static Condition Launched { get; } = new DelegateCondition("the process is launched", static (_, _) => ValueTask.FromResult((true, "launched")));

    /// <summary>A GET of the instance's endpoint has the wanted answer.</summary>
    /// <param name="path">Path and query, beginning with a slash.</param>
    /// <param name="options">What the answer must be. Default: status 200.</param>
    public static Condition Http(string path, HttpConditionOptions? options = null) => new HttpCondition(path, options ?? new HttpConditionOptions());

    /// <summary>The instance's port accepts connections.</summary>
    public static Condition Tcp() => new TcpCondition();

    /// <summary>A line that matches was written by the instance since its last launch, from the first byte on.</summary>
    /// <param name="pattern">Matched against single lines of standard output and standard error.</param>
    public static Condition LogLine(Regex pattern) => new LogLineCondition(pattern);

    /// <summary>A line that matches was written by the instance since its last launch, from the first byte on.</summary>
    /// <param name="pattern">A regular expression, matched against single lines of standard output and standard error.</param>
    public static Condition LogLine(string pattern) => LogLine(new Regex(pattern, RegexOptions.CultureInvariant));

    /// <summary>A command exits with code 0, and its output matches when that is asked for. Run again at each look; killed when a look takes too long.</summary>
    /// <param name="program">A path, or a name that is on PATH.</param>
    /// <param name="arguments">Passed as they are: no shell, no quoting.</param>
    /// <param name="output">Matched against standard output followed by standard error. Default: any output.</param>
    public static Condition Command(string program, IReadOnlyList<string> arguments, Regex? output = null) => new CommandCondition(program, arguments, output);

    /// <summary>A file exists and is not empty.</summary>
    /// <param name="path">Absolute, or relative to the instance's directory.</param>
    public static Condition FileExists(string path) => new FileCondition(path);

    /// <summary>Any code. It is called again and again until it says true.</summary>
    /// <param name="description">The condition in words.</param>
    /// <param name="look">Returns whether the condition is met, and what was seen. An exception counts as not met.</param>
    public static Condition When(string description, Func<ConditionContext, CancellationToken, ValueTask<(bool IsMet, string Seen)>> look) =>
        new DelegateCondition(description, look);

    /// <summary>All conditions hold at one look.</summary>
    public static Condition All(params IReadOnlyList<Condition> conditions) => new AllCondition(conditions);

    /// <summary>At least one condition holds.</summary>
    public static Condition Any(params IReadOnlyList<Condition> conditions) => new AnyCondition(conditions);

    /// <summary>This condition first; once it was met, <paramref name="next"/>.</summary>
    public Condition Then(Condition next) => new ThenCondition(this, next);

    /// <summary>The same condition with a time limit of its own: when it passes, the wait ends at once.</summary>
    /// <param name="timeout">More than zero.</param>
    public Condition Within(TimeSpan timeout) => new LimitedCondition(this, timeout);

    /// <inheritdoc/>
    public override string ToString() => Description;
}
