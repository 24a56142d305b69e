using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

/// <summary>Sends the requests of one script to a server and compares what comes back.</summary>
internal sealed partial class ScriptRun(int port, string authorization)
{
    private readonly List<Answer> _answers = [];

    /// <summary>The differences in words; empty when all agrees.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(RequestScript script, RecordedAnswers recorded)
    {
        var next = 0;
        foreach (var step in script.Steps)
        {
            var answer = await SendAsync(step);
            IReadOnlyList<string> differences = step.Kind switch
            {
                StepKind.Check => AnswerComparison.Compare(recorded.Answers[next++], answer, step.Strictness),
                StepKind.Shell => AnswerComparison.CompareShell(recorded.Shell, step.Part is { } part ? answer.Body?[part] : answer.Body),
                _ => answer.Status < 400 ? [] : [$"set-up {step.Method} {step.Path}: {answer.Status} {answer.Text}"],
            };
            if (differences.Count > 0)
            {
                return differences;
            }
        }

        return [];
    }

    /// <summary>Takes away what scripts make, so that each begins with an empty server.</summary>
    public async Task CleanAsync()
    {
        // A collection that a transaction writes is dropped when that has ended.
        await DeleteAsync("/_api/transaction/write");
        foreach (var graph in (await Requests.GetAsync(port, "/_api/gharial", authorization)).Body?["graphs"]?.AsArray() ?? [])
        {
            await DeleteAsync($"/_api/gharial/{graph!["_key"]}");
        }

        foreach (var collection in await NamesAsync("/_api/collection?excludeSystem=true", "name"))
        {
            await DeleteAsync($"/_api/collection/{collection}");
        }

        foreach (var database in await NamesAsync("/_api/database", null))
        {
            await DeleteAsync($"/_api/database/{database}");
        }

        foreach (var user in await NamesAsync("/_api/user", "user"))
        {
            await DeleteAsync($"/_api/user/{Uri.EscapeDataString(user)}");
        }

        await DeleteAsync("/_api/job/all");
    }

    /// <summary>Whether the last answer was a refusal in the emulator's own name.</summary>
    public bool LastIsNotEmulated => _answers is [.., { Status: 501 } last] && last.Text.Contains(Armadillo.ArangodEmulator.Server.Product.EmulatorName, StringComparison.Ordinal);

    private async Task<Answer> SendAsync(RequestStep step)
    {
        var (path, body) = (Fill(step.Path), step.Body is null ? null : Fill(step.Body));
        Task<Answer> Ask() => Requests.SendAsync(step.Method, port, path, authorization, body, [.. step.Headers]);
        var answer = step.Kind == StepKind.Wait ? await Requests.UntilAsync(Ask, static a => a.Status != 204) : await Ask();
        _answers.Add(answer);
        return answer;
    }

    private string Fill(string text) => Placeholder().Replace(text, m => Find(m.Groups[1].Value));

    private string Find(string name) =>
        _answers.AsEnumerable().Reverse().Select(a => In(a, name)).FirstOrDefault(static v => v is not null) ?? $"no-{name}";

    private static string? In(Answer answer, string name)
    {
        if (name.StartsWith("x-", StringComparison.Ordinal))
        {
            return answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;
        }

        var node = answer.Body;
        foreach (var key in name.Split('.'))
        {
            node = node switch
            {
                JsonArray array when int.TryParse(key, out var index) && index < array.Count => array[index],
                JsonObject o => o[key],
                _ => null,
            };
        }

        return node?.ToString();
    }

    private async Task<IEnumerable<string>> NamesAsync(string path, string? key)
    {
        var answer = await Requests.GetAsync(port, path, authorization);
        return (answer.Body?["result"] as JsonArray ?? []).Select(n => (string)(key is null ? n : n![key])!).Where(static n => n is not ("_system" or "root"));
    }

    private Task<Answer> DeleteAsync(string path) => Requests.SendAsync(HttpMethod.Delete, port, path, authorization);

    [GeneratedRegex(@"\$\{([^}]*)\}")]
    private static partial Regex Placeholder();
}
