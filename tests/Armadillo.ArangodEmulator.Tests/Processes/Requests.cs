using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Tests.Processes;

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, JsonNode? Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public string Text { get; init; } = "";

    public long? ErrorNum => (long?)(Body as JsonObject)?["errorNum"];
}

/// <summary>Plain requests to a server on 127.0.0.1.</summary>
internal static class Requests
{
    private static readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        // Longer than what a server may wait for others before it answers.
        Timeout = TimeSpan.FromMinutes(3),
    };

    public static string Basic(string user, string password) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    public static Task<Answer> GetAsync(int port, string path, string? authorization = null) =>
        SendAsync(HttpMethod.Get, port, path, authorization);

    /// <summary>The body of an answer that is no JSON.</summary>
    public static async Task<string> TextAsync(int port, string path, string? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}{path}");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await _client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    public static async Task<Answer> SendAsync(
        HttpMethod method, int port, string path, string? authorization = null, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, $"http://127.0.0.1:{port}{path}");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, Parse(text), response.Headers, response.Content.Headers) { Text = text };
    }

    /// <summary>Asks until the condition holds; the last answer explains a failure.</summary>
    public static async Task<Answer> UntilAsync(Func<Task<Answer>> ask, Func<Answer, bool> condition)
    {
        var limit = DateTime.UtcNow.AddSeconds(180);
        string last = "no answer";
        while (DateTime.UtcNow < limit)
        {
            try
            {
                var answer = await ask();
                if (condition(answer))
                {
                    return answer;
                }

                last = $"{answer.Status} {answer.Body?.ToJsonString()}";
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                last = e.Message;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"condition never held; last seen: {last}");
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
