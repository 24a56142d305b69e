using Armadillo.Testing.ArangoDb.Options;

namespace Armadillo.Testing.ArangoDb.Servers;

/// <summary>Which server program runs. Chosen by name, never silently replaced by another.</summary>
public sealed record ArangodServer
{
    private ArangodServer(string program, string description, bool isEmulator)
    {
        Program = program;
        Description = description;
        IsEmulator = isEmulator;
    }

    /// <summary>The program to start.</summary>
    public string Program { get; }

    /// <summary>For reports, for example <c>the arangod emulator</c>.</summary>
    public string Description { get; }

    /// <summary>Whether it is the emulator, not a real arangod.</summary>
    public bool IsEmulator { get; }

    /// <summary>Arguments that go before all others.</summary>
    internal IReadOnlyList<string> LeadingArguments { get; private init; } = [];

    /// <summary>Variables that the program needs to run at all.</summary>
    internal IReadOnlyDictionary<string, string> Environment { get; private init; } = new Dictionary<string, string>();

    /// <summary>A real arangod at a path.</summary>
    /// <param name="path">The program; checked when a plan is made.</param>
    public static ArangodServer At(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ArangodServer(path, $"arangod at {path}", isEmulator: false);
    }

    /// <summary>The emulator of the package Armadillo.ArangodEmulator, found beside the test assembly.</summary>
    /// <exception cref="ArangodNotFoundException">It is not there.</exception>
    public static ArangodServer Emulator() => EmulatorLocator.Find();

    /// <summary>
    /// What the machine is set up for: the variable <c>ARMADILLO_ARANGOD</c> (a path, or <c>emulator</c>), otherwise
    /// <c>arangod</c> on PATH.
    /// </summary>
    /// <exception cref="ArangodNotFoundException">None of them gives a server; the message names the ways.</exception>
    public static ArangodServer FromEnvironment() => ArangodLocator.Find(
        System.Environment.GetEnvironmentVariable(ArangodLocator.Variable), System.Environment.GetEnvironmentVariable("PATH"));

    internal static ArangodServer EmulatorAt(string program, IReadOnlyList<string> leadingArguments, IReadOnlyDictionary<string, string> environment) =>
        new(program, "the arangod emulator", isEmulator: true) { LeadingArguments = leadingArguments, Environment = environment };

    /// <summary>The same program with the same arguments and variables.</summary>
    public bool Equals(ArangodServer? other) => other is not null
        && Program == other.Program
        && Description == other.Description
        && LeadingArguments.SequenceEqual(other.LeadingArguments)
        && EnvironmentMap.AreEqual(Environment, other.Environment);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Program, Description);

    /// <inheritdoc/>
    public override string ToString() => Description;
}
