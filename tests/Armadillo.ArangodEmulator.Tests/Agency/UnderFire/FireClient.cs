using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Tests.Agency.UnderFire;

/// <summary>An agency client that knows what its answers mean, above all when there is none.</summary>
internal sealed class FireClient(BurningAgency agency, History history, Random random) : IDisposable
{
    private const int MostHops = 4;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(1.5),
    };

    /// <summary>What came back, or null when nothing did.</summary>
    public async Task<(int Status, JsonNode? Body)?> PostAsync(string route, string body)
    {
        var member = random.Next(8) == 0 ? random.Next(agency.Members.Count) : agency.LastLeader;
        var url = $"{agency.Url(member)}/_api/agency/{route}";
        for (var hop = 0; hop < MostHops; hop++)
        {
            try
            {
                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                using var response = await _http.PostAsync(url, content);
                if (response.StatusCode == HttpStatusCode.TemporaryRedirect)
                {
                    url = response.Headers.Location!.ToString();
                    continue;
                }

                var text = await response.Content.ReadAsStringAsync();
                if (response.IsSuccessStatusCode)
                {
                    Remember(url);
                }

                return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                agency.LastLeader = random.Next(agency.Members.Count);
                return null;
            }
        }

        return (503, new JsonObject { ["message"] = "No leader" });
    }

    /// <summary>Sends one transaction and finds out what became of it, unless the run ends before.</summary>
    public async Task WriteAsync(Attempt attempt, string operations, string preconditions, CancellationToken stop)
    {
        history.Add(attempt);
        var answer = await PostAsync("write", $$"""[[{{operations}},{{preconditions}},"{{attempt.Id}}"]]""");
        attempt.How = answer is { } a ? $"{a.Status} {a.Body?.ToJsonString()}" : "no answer";
        switch (answer)
        {
            case (200, { } body) when body["results"]![0]!.GetValue<long>() is > 0 and var index:
                history.Applied(attempt, index);
                break;
            case (412, _):
            case (503, JsonObject refusal) when refusal["message"]?.ToString() == "No leader":
                attempt.Outcome = Outcome.Refused;
                break;
            case null or (503 or 408, _):
                await InquireAsync(attempt, stop);
                break;
            default:
                history.Contradiction($"{attempt.Id}: a plain write was answered with {attempt.How}");
                break;
        }
    }

    /// <summary>Asks until a leader knows; an answer about an acknowledged transaction has to repeat its index.</summary>
    public async Task InquireAsync(Attempt attempt, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var committed = history.Committed;
            if (await PostAsync("inquire", $"""["{attempt.Id}"]""") is { Status: 200 or 404 } answer)
            {
                attempt.How += $", inquired after {committed}: {answer.Status} {answer.Body?.ToJsonString()}";
                var index = answer.Body!["results"]![0]!.GetValue<long>();
                if (index > 0)
                {
                    history.Applied(attempt, index);
                }
                else
                {
                    (attempt.Outcome, attempt.CommittedBefore) = (Outcome.NeverSeen, committed);
                }

                return;
            }

            await PauseAsync(stop);
        }
    }

    public async Task PauseAsync(CancellationToken stop) =>
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(2, 30)), TimeProvider.System, stop)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public void Dispose() => _http.Dispose();

    private void Remember(string url)
    {
        for (var i = 0; i < agency.Members.Count; i++)
        {
            if (url.StartsWith(agency.Url(i) + "/", StringComparison.Ordinal))
            {
                agency.LastLeader = i;
            }
        }
    }
}
