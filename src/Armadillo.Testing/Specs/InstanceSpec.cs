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

    /// <summary>How often a start that failed is tried again before the whole start fails. Default: never.</summary>
    public RestartPolicy StartRetries { get; init; } = RestartPolicy.Never;

    /// <summary>How it is watched after its start. Default: by its process only.</summary>
    public HealthSpec? Health { get; init; }

    /// <summary>
    /// How often it is started again when it crashes. Such a crash is recorded, but ends no waits until the limit is reached.
    /// Default: never.
    /// </summary>
    public RestartPolicy Restart { get; init; } = RestartPolicy.Never;

    /// <summary>A server that runs already, instead of a program to start. Default: none. See <see cref="ForExternal"/>.</summary>
    public ExternalServer? External { get; init; }

    /// <summary>How it is asked to end.</summary>
    public StopSpec Stop { get; init; } = new();

    /// <summary>Whether the program does its work and ends: its start is over when it has ended with code 0. Default: no.</summary>
    public bool RunsToCompletion { get; init; }

    /// <summary>Writes files that the program needs, after ports and directories are decided and before the first launch.</summary>
    public Func<PlanContext, CancellationToken, Task>? Prepare { get; init; }

    /// <summary>Limits of the process.</summary>
    public ProcessLimits Limits { get; init; } = ProcessLimits.None;

    /// <summary>What an exit of this program means, in words, or <see langword="null"/> when nothing special.</summary>
    public Func<ProcessExit, string?> ExplainExit { get; init; } = static _ => null;

    /// <summary>
    /// Whether a crash during the start means that another process has the port; the topology is then started again on a
    /// fresh plan. Default: a log line says <c>address already in use</c>.
    /// </summary>
    public Func<ProcessExit, IReadOnlyList<string>, bool> IsPortConflict { get; init; } =
        static (_, lines) => lines.Any(line => line.Contains("address already in use", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a log line is one that somebody must see: errors, warnings, crash lines. Default: none.</summary>
    public Func<string, bool> IsImportantLogLine { get; init; } = static _ => false;

    /// <summary>An instance for a server that runs already.</summary>
    /// <param name="name">Name, unique in the topology.</param>
    /// <param name="role">Role.</param>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="process">Its process, when its end shall count as a crash. Default: not watched.</param>
    public static InstanceSpec ForExternal(string name, string role, Uri endpoint, ProcessIdentity? process = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return new InstanceSpec
        {
            Name = name,
            Role = role,
            Program = "",
            Ports = [],
            Scheme = endpoint.Scheme,
            External = new ExternalServer(endpoint, process),
        };
    }
}
