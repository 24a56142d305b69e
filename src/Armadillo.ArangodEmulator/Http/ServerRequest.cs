using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Authentication;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>One request on its way through a route, with the answers that arangod gives everywhere.</summary>
internal sealed class ServerRequest(
    HttpContext context, Identity identity, string database, string path, string matched, string[] suffixes)
{
    public HttpContext Context { get; } = context;

    public Identity Identity { get; } = identity;

    /// <summary>From /_db/NAME, otherwise _system.</summary>
    public string Database { get; } = database;

    /// <summary>The path without /_db/NAME and version prefix.</summary>
    public string Path { get; } = path;

    /// <summary>The path that the route was registered with.</summary>
    public string Matched { get; } = matched;

    /// <summary>Parts of the path after <see cref="Matched"/>.</summary>
    public string[] Suffixes { get; } = suffixes;

    public string Method => Context.Request.Method;

    public bool IsGet => Method is "GET" or "HEAD";

    public CancellationToken Aborted => Context.RequestAborted;

    public string? Query(string name) => Context.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>True for true, yes, on, 1 and so on.</summary>
    public bool QueryFlag(string name) => Query(name) is { } text && Options.OptionNumbers.TryBoolean(text, out var value) && value;

    public Task JsonAsync(int status, JsonNode? body) => Answers.JsonAsync(Context, status, body);

    /// <summary>200 with error, code and the keys of <paramref name="content"/>.</summary>
    public Task OkAsync(JsonObject? content = null)
    {
        var body = new JsonObject { ["error"] = false, ["code"] = 200 };
        foreach (var (key, value) in content ?? [])
        {
            body[key] = value?.DeepClone();
        }

        return JsonAsync(200, body);
    }

    /// <summary>error, code and the content as result.</summary>
    public Task ResultAsync(JsonNode? result, int status = 200) =>
        JsonAsync(status, new JsonObject { ["error"] = false, ["code"] = status, ["result"] = result });

    public Task ErrorAsync(int status, int errorNum, string message) => Answers.ErrorAsync(Context, status, errorNum, message);

    public Task MethodNotAllowedAsync() => ErrorAsync(405, 405, "method not supported");

    public Task ForbiddenAsync(string message = "forbidden", int errorNum = 11) => ErrorAsync(403, errorNum, message);

    public Task UnknownPathAsync() => ErrorAsync(404, 404, $"unknown path '{Path}'");

    public Task NotEmulatedAsync() => ErrorAsync(
        501, 9, $"{Server.Product.EmulatorName} does not answer {Method} {Path}: it emulates arangod's lifecycle, and of its database a little on single servers");

    /// <summary>The body as JSON; null when it is empty or no JSON.</summary>
    public async Task<JsonNode?> ReadJsonAsync()
    {
        try
        {
            return await StrictJson.ReadNodeAsync(Context.Request, Aborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
