namespace Armadillo.Testing.SuiteRuns;

/// <summary>One run of a companion project as a user would run it, and what it reported. A class fixture; derive from it with the project's name.</summary>
public abstract class SuiteRun(string project, params IReadOnlyList<string> arguments) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Name of the project.</summary>
    public string Project { get; } = project;

    /// <summary>Below it each scenario has its root directory, by name.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("armadillo-suite-").FullName;

    /// <summary>Which tests run. Default: all.</summary>
    protected virtual string? Filter => null;

    /// <summary>What is set in the environment. Default: nothing more.</summary>
    protected virtual IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>();

    /// <summary>What the run wrote.</summary>
    public string Output { get; private set; } = "";

    /// <summary>How it ended.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Every result by class and test, for example <c>Passing.First</c>.</summary>
    public IReadOnlyDictionary<string, SuiteResult> Results { get; private set; } = new Dictionary<string, SuiteResult>();

    public async Task InitializeAsync()
    {
        string[] filter = Filter is null ? [] : ["--filter", Filter];
        using var command = TestCommand.Start(Project, Root, ["--logger", "trx;LogFileName=run.trx", .. filter, .. arguments], Variables.Select(v => (v.Key, v.Value)));
        (ExitCode, Output) = await command.WaitAsync(Patience);
        Results = TrxFile.Read(Path.Combine(Root, "run.trx"));
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The result of one test.</summary>
    public SuiteResult this[string test] => Results.TryGetValue(test, out var result)
        ? result
        : throw new KeyNotFoundException($"No test '{test}' ran. There were: {string.Join(", ", Results.Keys.Order(StringComparer.Ordinal))}.\n{Output}");

    /// <summary>The results of the tests whose name begins so, by name.</summary>
    public IEnumerable<SuiteResult> ResultsOf(string prefix) =>
        Results.Where(r => r.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => r.Value);

    /// <summary>Their outcomes.</summary>
    public IEnumerable<string> OutcomesOf(string prefix) => ResultsOf(prefix).Select(r => r.Outcome);

    /// <summary>The processes that those tests said they ran on.</summary>
    public IEnumerable<string> ProcessesOf(string prefix) => ResultsOf(prefix)
        .SelectMany(r => r.Output.Split('\n')).Where(l => l.StartsWith("process pid ", StringComparison.Ordinal)).Select(l => l.Trim()).Distinct();

    /// <summary>The directories that a scenario's topologies left.</summary>
    public IReadOnlyList<string> LeftBy(string scenario) => Directory.GetDirectories(Path.Combine(Root, scenario));

    /// <summary>Command lines of the processes that belong to a run in that directory.</summary>
    public static IReadOnlyList<string> ProcessesIn(string root) =>
        [.. Directory.EnumerateDirectories("/proc").Select(p => TextOf(p, "cmdline")).Where(c => c.Contains(root, StringComparison.Ordinal))];

    /// <summary>Whether anything lives that a run in that directory has started, its test host and those that only clean up among them.</summary>
    public static bool AnythingLivesOf(string root) => Directory.EnumerateDirectories("/proc")
        .Any(p => TextOf(p, "cmdline").Contains(root, StringComparison.Ordinal) || TextOf(p, "environ").Contains(root, StringComparison.Ordinal));

    private static string TextOf(string process, string file)
    {
        try
        {
            var path = Path.Combine(process, file);
            return File.Exists(path) ? File.ReadAllText(path).Replace('\0', ' ') : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
