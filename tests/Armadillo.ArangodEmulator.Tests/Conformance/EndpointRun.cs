using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

/// <summary>What a documented endpoint answered: null for an answer as documented, otherwise what is wrong with it.</summary>
internal sealed record EndpointResult(DocumentedEndpoint Endpoint, bool NotEmulated, string? Complaint)
{
    public bool Answered => !NotEmulated && Complaint is null;
}

/// <summary>Asks each documented endpoint of a server once.</summary>
internal static class EndpointRun
{
    private const string Shutdown = "DELETE /_admin/shutdown";

    public static async Task<IReadOnlyList<EndpointResult>> AllAsync(int port, string authorization, string server)
    {
        var results = new List<EndpointResult>();
        foreach (var endpoint in DocumentedEndpoint.All.Where(static e => e.Name != Shutdown))
        {
            foreach (var (path, body) in EndpointRequests.SetUp)
            {
                await Requests.SendAsync(HttpMethod.Post, port, path, authorization, body);
            }

            results.Add(await OneAsync(endpoint, port, authorization, server));
        }

        return results;
    }

    /// <summary>The one request that ends the server.</summary>
    public static Task<EndpointResult> ShutdownAsync(int port, string authorization) =>
        OneAsync(DocumentedEndpoint.All.Single(static e => e.Name == Shutdown), port, authorization, "");

    private static async Task<EndpointResult> OneAsync(DocumentedEndpoint endpoint, int port, string authorization, string server)
    {
        var answer = await Requests.SendAsync(
            new HttpMethod(endpoint.Method), port, EndpointRequests.Path(endpoint, server), authorization, EndpointRequests.Body(endpoint));
        if (answer.Status == 501 && (endpoint.Method == "HEAD" || answer.Text.Contains(Product.EmulatorName, StringComparison.Ordinal)))
        {
            return new EndpointResult(endpoint, true, null);
        }

        return new EndpointResult(endpoint, false, answer switch
        {
            { Status: 500 } when !endpoint.Responses.ContainsKey("500") => $"500 {answer.Text}",
            { Status: 404 } when answer.Text.Contains("unknown path", StringComparison.Ordinal) => "the path is not known",
            { Status: 405 } when !answer.Text.Contains("only", StringComparison.Ordinal) => "the method is not known",
            _ => endpoint.Complaint(answer.Status, answer.Body) is { } complaint ? $"{complaint}: {answer.Status} {answer.Text}" : null,
        });
    }
}
