using Armadillo.Testing.Specs;

namespace Armadillo.Testing.Plans;

/// <summary>An instance with everything decided: ports, directories, program, command line, environment.</summary>
public sealed record InstancePlan
{
    /// <summary>What was asked for.</summary>
    public required InstanceSpec Spec { get; init; }

    /// <summary>Ports and directories.</summary>
    public required PlannedMember Member { get; init; }

    /// <summary>Full path of the program.</summary>
    public required string Program { get; init; }

    /// <summary>Arguments, not quoted.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The whole environment of the process.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Where it will listen; <see langword="null"/> without ports.</summary>
    public Uri? Endpoint => Spec.External?.Endpoint ?? Leased(static member => member.Port);

    /// <summary>Where other members reach it; the same as <see cref="Endpoint"/> without link faults, <see langword="null"/> without ports.</summary>
    public Uri? PeerEndpoint => Spec.External?.Endpoint ?? Leased(static member => member.PeerPort);

    /// <summary>File for standard output.</summary>
    public string StandardOutputPath => Path.Combine(Member.Directories.Log, "stdout.log");

    /// <summary>File for standard error.</summary>
    public string StandardErrorPath => Path.Combine(Member.Directories.Log, "stderr.log");

    /// <summary>The command line for people; can be pasted into a POSIX shell.</summary>
    public string CommandLine => string.Join(' ', new[] { Program }.Concat(Arguments).Select(Quote));

    private Uri? Leased(Func<PlannedMember, int> port) =>
        Member.Ports.Count == 0 ? null : new UriBuilder(Spec.Scheme, "127.0.0.1", port(Member)).Uri;

    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,+@%".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
