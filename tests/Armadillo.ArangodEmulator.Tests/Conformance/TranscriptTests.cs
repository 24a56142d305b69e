namespace Armadillo.ArangodEmulator.Tests.Conformance;

/// <summary>Every recorded HTTP answer, one test each.</summary>
[Collection(ConformanceServers.Collection)]
public sealed class TranscriptTests(ConformanceServers servers)
{
    public static TheoryData<string> Names => [.. RecordedAnswers.All.Select(static r => r.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_recorded_answer_is_given_or_it_is_known_why_not(string name)
    {
        var result = await servers.TranscriptAsync(name);
        var known = Disagreement.Of(name);
        if (known is null)
        {
            Assert.True(result.Agrees, $"{name}: {result}");
            return;
        }

        Assert.False(result.Agrees, $"{name} agrees now: let '{known.Pattern}' go from disagreements.txt ({known.Reason})");
        Assert.Equal(known.Kind != DisagreementKind.Unmade, result.Made);
        Assert.True(known.Kind == DisagreementKind.NotEmulated == result.NotEmulated, $"{name} is known as {known.Kind}: {result}");
    }

    [Fact]
    public void Every_request_belongs_to_a_recorded_answer_and_every_known_disagreement_to_at_least_one()
    {
        var names = RecordedAnswers.All.Select(static r => r.Name).ToHashSet(StringComparer.Ordinal);
        Assert.All(RequestScript.All.Keys, n => Assert.Contains(n, names));
        Assert.All(Disagreement.All.Where(static d => d.Kind != DisagreementKind.Documentation), d => Assert.Contains(names, n => Disagreement.Of(n) == d));
    }
}
