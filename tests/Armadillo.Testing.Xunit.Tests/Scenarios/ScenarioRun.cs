using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace Armadillo.Testing.Xunit.Tests.Scenarios;

/// <summary>One run of the companion project as a user would run it, and what it reported.</summary>
public class ScenarioRun : IAsyncLifetime
{
    private const string Companion = "Armadillo.Testing.Xunit.Scenarios";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Below it each scenario has its root directory, by name.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("armadillo-xunit-tests-").FullName;

    public string Output { get; private set; } = "";

    public int ExitCode { get; private set; }

    /// <summary>Every result by class and test, for example <c>Passing.First</c>.</summary>
    public IReadOnlyDictionary<string, ScenarioResult> Results { get; private set; } = new Dictionary<string, ScenarioResult>();

    /// <summary>Which tests run. Default: all.</summary>
    protected virtual string? Filter => null;

    /// <summary>What is set in the environment. Default: some settings that win over the companion's armadillo.json.</summary>
    protected virtual IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        ["ARMADILLO_TIMEOUT_MULTIPLIER"] = "3",
        ["ARMADILLO_ARANGODB__START_TIMEOUT"] = "70s",
    };

    public async Task InitializeAsync()
    {
        var start = new ProcessStartInfo(Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
        };
        var assembly = Path.Combine(AppContext.BaseDirectory.Replace(typeof(ScenarioRun).Assembly.GetName().Name!, Companion, StringComparison.Ordinal), $"{Companion}.dll");
        string[] filter = Filter is null ? [] : ["--filter", Filter];
        foreach (var argument in new[] { "test", assembly, "--nologo", "--logger", "trx;LogFileName=run.trx", "--results-directory", Root }.Concat(filter))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["SCENARIOS_ROOT"] = Root;
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Patience);
            Output = await output + await error;
            ExitCode = process.ExitCode;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        Results = Read(Path.Combine(Root, "run.trx"));
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The directories that a scenario's topologies left.</summary>
    public IReadOnlyList<string> LeftBy(string scenario) => Directory.GetDirectories(Path.Combine(Root, scenario));

    private static Dictionary<string, ScenarioResult> Read(string path)
    {
        XNamespace trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        return XDocument.Load(path).Descendants(trx + "UnitTestResult").ToDictionary(
            result => result.Attribute("testName")!.Value[(Companion.Length + 1)..],
            result => new ScenarioResult(
                result.Attribute("outcome")!.Value,
                TimeSpan.Parse(result.Attribute("duration")?.Value ?? "0:0", System.Globalization.CultureInfo.InvariantCulture),
                result.Descendants(trx + "Message").FirstOrDefault()?.Value ?? "",
                result.Descendants(trx + "StdOut").FirstOrDefault()?.Value ?? ""));
    }
}

/// <summary>How one test ended.</summary>
/// <param name="Outcome">As the test platform spells it.</param>
/// <param name="Took">Its duration.</param>
/// <param name="Message">Message of its failure; empty when it passed.</param>
/// <param name="Output">What it wrote.</param>
public sealed record ScenarioResult(string Outcome, TimeSpan Took, string Message, string Output);
