using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Search;

/// <summary>/_api/analyzer: those that every server has, as they were recorded. None can be made.</summary>
internal sealed class AnalyzerRoute(ServerContext server) : DataRoute(server)
{
    private const string Identity = "identity";

    // In the recorded order.
    private static readonly string[] _languages = ["es", "nl", "", "de", "no", "pt", "ru", "en", "it", "fi", "sv", "zh", "fr"];

    public override IEnumerable<string> Paths => ["/_api/analyzer"];

    protected override Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body) => (request.Method, request.Suffixes) switch
    {
        ("GET" or "HEAD", []) => Task.FromResult(Reply.Ok(new JsonObject { ["result"] = new JsonArray([.. _languages.Select(BuiltIn)]) })),
        ("GET" or "HEAD", [var name]) when Array.Find(_languages, l => NameOf(l) == name) is { } language =>
            Task.FromResult(Reply.Ok((JsonObject)BuiltIn(language))),
        _ => throw NotHere(request),
    };

    private static string NameOf(string language) => language.Length == 0 ? Identity : $"text_{language}";

    private static JsonNode BuiltIn(string language) => language.Length == 0
        ? new JsonObject { ["name"] = Identity, ["type"] = Identity, ["properties"] = new JsonObject(), ["features"] = new JsonArray("frequency", "norm") }
        : new JsonObject
        {
            ["name"] = NameOf(language),
            ["type"] = "text",
            ["properties"] = new JsonObject
            {
                ["locale"] = language,
                ["case"] = "lower",
                ["stopwords"] = new JsonArray(),
                ["accent"] = false,

                // Chinese has no stems.
                ["stemming"] = language != "zh",
            },
            ["features"] = new JsonArray("frequency", "position", "norm"),
        };
}
