namespace Armadillo.Testing.Fixtures;

/// <summary>What a fixture does for each test. Change it in the fixture's <c>ConfigureServices</c>, or by configuration.</summary>
public sealed class TestOptions
{
    /// <summary>When a test's output gets what every member logged during it. Default: when the test failed.</summary>
    public LogSliceMode LogSlices { get; set; } = LogSliceMode.OnFailure;

    /// <summary>Most of the logs that one test's output gets, in characters, 1000 to 10 000 000; important lines come first. Default: 64 000.</summary>
    public int LogSliceLimit { get; set; } = 64_000;

    /// <summary>What follows when a test leaves something behind that it made outside this library's handles. Default: the test fails.</summary>
    public LeftoverMode Leftovers { get; set; } = LeftoverMode.Fail;

    /// <summary>What the tests after a crash get. Default: they fail at once with the same cause in one line.</summary>
    public AfterCrash AfterCrash { get; set; } = AfterCrash.FailFast;

    /// <summary>Who shares a topology. Default: the tests of one fixture.</summary>
    public TopologySharing Sharing { get; set; } = TopologySharing.Fixture;

    /// <summary>How long putting a topology in order after a test may take. Default: 60 s; multiplied by the option TimeoutMultiplier.</summary>
    public TimeSpan AftercareTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Memory in bytes that the start of one instance is counted with, when topologies of one assembly start in parallel: a start
    /// waits while those under way would need more than the machine has left. Default: 256 MiB.
    /// </summary>
    public long MemoryPerInstance { get; set; } = 256L * 1024 * 1024;
}

/// <summary>When a test's output gets the log slices.</summary>
public enum LogSliceMode
{
    /// <summary>When the test failed.</summary>
    OnFailure,

    /// <summary>Also when it passed.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>What follows when a test leaves something behind.</summary>
public enum LeftoverMode
{
    /// <summary>The test fails with a list; what was left is removed.</summary>
    Fail,

    /// <summary>The list goes into its output; what was left is removed.</summary>
    Report,

    /// <summary>Nobody looks. Saves a few requests for each test.</summary>
    Ignore,
}

/// <summary>What the tests after a crash get.</summary>
public enum AfterCrash
{
    /// <summary>They fail at once with the same cause in one line.</summary>
    FailFast,

    /// <summary>A fresh topology, started before the next test. The crashed one is stopped and its directory kept.</summary>
    FreshTopology,
}

/// <summary>Who shares a topology.</summary>
public enum TopologySharing
{
    /// <summary>The tests of one fixture, one after another.</summary>
    Fixture,

    /// <summary>Nobody: each test gets a fresh one. Needs the per-test order of the adapter.</summary>
    Test,

    /// <summary>
    /// All fixtures of the assembly with an equal spec and the same services. A topology that saw a crash or could not be put in
    /// order is never handed out again. Needs the per-test order of the adapter.
    /// </summary>
    EqualSpecs,
}
