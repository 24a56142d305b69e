using System.Globalization;
using System.Runtime.CompilerServices;
using Armadillo.ArangodEmulator.Tests.Storage;
using Xunit.Abstractions;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

[Collection(ConformanceServers.Collection)]
public sealed class ConformanceReportTests(ConformanceServers servers, ITestOutputHelper output)
{
    private const string Variable = "UPDATE_CONFORMANCE";

    [Fact]
    public async Task The_page_about_conformance_says_what_is_true()
    {
        var report = await ReportAsync();
        output.WriteLine(report.Summary());
        var text = report.Render();
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(SourceFile())!, "../../../docs/conformance.md"), text);
            return;
        }

        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Conformance", "conformance.md"));
        Assert.True(page.ReplaceLineEndings("\n") == text, $"""
            docs/conformance.md is out of date:
            {string.Join('\n', page.Split('\n').Except(text.Split('\n')).Select(static l => $"- {l}").Concat(text.Split('\n').Except(page.Split('\n')).Select(static l => $"+ {l}")))}
            Run this test with {Variable}=1, look at the page and commit it.
            """);
    }

    private async Task<ConformanceReport> ReportAsync()
    {
        var transcripts = new List<TranscriptResult>();
        foreach (var recorded in RecordedAnswers.All)
        {
            transcripts.Add(await servers.TranscriptAsync(recorded.Name));
        }

        return new ConformanceReport
        {
            Replays = [.. LogReplay.Names.Select(LogReplay.Run)],
            Transcripts = transcripts,
            Endpoints = new Dictionary<string, IReadOnlyList<EndpointResult>>
            {
                ["single"] = await servers.EndpointsAsync("single"),
                ["coordinator"] = await servers.EndpointsAsync("coordinator"),
            },
            ExitCodes =
            [
                .. TestData.Json("exitcodes-3.12.json").AsObject()
                    .Select(static x => (Code: int.Parse(x.Key, CultureInfo.InvariantCulture), Name: (string)x.Value!["name"]!))
                    .Select(static x => (x.Code, x.Name, ExitCodeTableTests.Unreachable.GetValueOrDefault(x.Code))),
            ],
        };
    }

    private static string SourceFile([CallerFilePath] string path = "") => path;
}
