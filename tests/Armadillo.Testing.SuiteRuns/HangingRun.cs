namespace Armadillo.Testing.SuiteRuns;

/// <summary>A run whose one test waits for ever on a suspended server.</summary>
internal sealed class HangingRun : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private HangingRun(string root, TestCommand command)
    {
        Root = root;
        Command = command;
    }

    public string Root { get; }

    public TestCommand Command { get; }

    public static async Task<HangingRun> StartAsync(string project, IEnumerable<string> arguments)
    {
        var root = Directory.CreateTempSubdirectory("armadillo-hanging-").FullName;
        var run = new HangingRun(root, TestCommand.Start(project, root, ["--filter", "FullyQualifiedName~Hanging", .. arguments], ("SCENARIO_HANG", "yes")));
        try
        {
            await UntilAsync(() => File.Exists(Path.Combine(root, "hanging")), Patience, "the test to hang");
        }
        catch
        {
            run.Dispose();
            throw;
        }

        Assert.Contains(SuiteRun.ProcessesIn(root), c => c.Contains("database.directory", StringComparison.Ordinal));
        return run;
    }

    /// <summary>The servers, and also the test host and its guardian: as long as one of them lives it may still write below the root.</summary>
    public Task WaitUntilGoneAsync(TimeSpan patience) => UntilAsync(() => !SuiteRun.AnythingLivesOf(Root), patience, "every process to be gone");

    public void Dispose()
    {
        Command.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    private static async Task UntilAsync(Func<bool> condition, TimeSpan patience, string what)
    {
        using var limit = new CancellationTokenSource(patience);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"waited in vain for {what}");
            await Task.Delay(Look);
        }
    }
}
