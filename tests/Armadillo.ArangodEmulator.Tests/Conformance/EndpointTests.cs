using Armadillo.ArangodEmulator.Tests.Processes;
using Xunit.Abstractions;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

/// <summary>Every documented method and path, on a single server and on a coordinator.</summary>
[Collection(ConformanceServers.Collection)]
public sealed class EndpointTests(ConformanceServers servers, ITestOutputHelper output)
{
    [Theory]
    [InlineData("single")]
    [InlineData("coordinator")]
    public async Task A_documented_endpoint_answers_as_documented_or_says_that_it_is_not_emulated(string role)
    {
        var results = await servers.EndpointsAsync(role);
        output.WriteLine($"{results.Count(static r => r.Answered)} of {results.Count} answered, {results.Count(static r => r.NotEmulated)} not emulated");
        var wrong = results.Where(static r => r.Complaint is not null && Disagreement.Of(r.Endpoint.Key) is null).Select(static r => $"{r.Endpoint.Name}: {r.Complaint}").ToArray();
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Where_the_documentation_is_known_to_differ_it_does()
    {
        var wrong = (await servers.EndpointsAsync("single")).Concat(await servers.EndpointsAsync("coordinator"))
            .Where(static r => r.Complaint is not null).Select(static r => Disagreement.Of(r.Endpoint.Key)).ToHashSet();
        Assert.All(Disagreement.All.Where(static d => d.Kind == DisagreementKind.Documentation), d => Assert.Contains(d, wrong));
    }

    [Fact]
    public async Task A_server_answers_as_documented_before_it_ends_on_request()
    {
        await using var server = await SingleServer.ReadyAsync();
        var result = await EndpointRun.ShutdownAsync(server.Port, Requests.Basic("root", ""));
        Assert.True(result.Answered, result.Complaint);
        Assert.Equal(0, await server.Process.WaitForExitAsync());
    }
}
