using Armadillo.Testing.Processes;
using Armadillo.Testing.Readiness;

namespace Armadillo.Testing.Specs;

/// <summary>Immutable description of one wanted server process.</summary>
public sealed record InstanceSpec
{
    /// <summary>Name, unique in the topology, for example <c>dbserver-1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Role, shared by instances of a kind, for example <c>dbserver</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The program: a path, or a bare name that is looked up on PATH when the plan is made.</summary>
    public required string Program { get; init; }

    /// <summary>The arguments, as a function of the plan. Default: none.</summary>
    public Func<PlanContext, IEnumerable<string>> Arguments { get; init; } = static _ => [];

    /// <summary>Variables added to the environment, or replaced in it. Default: none.</summary>
    public Func<PlanContext, IEnumerable<KeyValuePair<string, string>>> Environment { get; init; } = static _ => [];

    /// <summary>Whether the process gets the variables of the test host too. Default: yes. TMPDIR always points to the instance's own directory.</summary>
    public bool InheritEnvironment { get; init; } = true;

    /// <summary>Variables of the test host that are not passed on, for example sanitizer settings meant for others. Default: none.</summary>
    public IReadOnlyList<string> WithheldVariables { get; init; } = [];

    /// <summary>The ports. Default: one, named <c>main</c>.</summary>
    public IReadOnlyList<PortSpec> Ports { get; init; } = [PortSpec.Main];

    /// <summary>Scheme of <c>Instance.Endpoint</c>. Default: <c>http</c>.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>What must have happened before the launch. Default: nothing.</summary>
    public IReadOnlyList<Dependency> DependsOn { get; init; } = [];

    /// <summary>What ends the start. Default: the process is launched.</summary>
    public Condition Readiness { get; init; } = Condition.Launched;

    /// <summary>How long the instance may take from launch to readiness. Default: 60 s; multiplied by the option TimeoutMultiplier.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How it is asked to end.</summary>
    public StopSpec Stop { get; init; } = new();

    /// <summary>Whether the program does its work and ends: then exit code 0 is no crash. Default: no.</summary>
    public bool RunsToCompletion { get; init; }

    /// <summary>Writes files that the program needs, after ports and directories are decided and before the first launch.</summary>
    public Func<PlanContext, CancellationToken, Task>? Prepare { get; init; }

    /// <summary>Limits of the process.</summary>
    public ProcessLimits Limits { get; init; } = ProcessLimits.None;

    /// <summary>What an exit of this program means, in words, or <see langword="null"/> when nothing special.</summary>
    public Func<ProcessExit, string?> ExplainExit { get; init; } = static _ => null;

    /// <summary>Whether a log line is one that somebody must see: errors, warnings, crash lines. Default: none.</summary>
    public Func<string, bool> IsImportantLogLine { get; init; } = static _ => false;
}
