using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Armadillo.Testing.ArangoDb.Http;

/// <summary>A server's answer, whatever its status.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Body">Body as text; empty when there is none.</param>
/// <param name="Location">Location header of a redirect.</param>
public sealed record ArangoResponse(int Status, string Body, Uri? Location)
{
    /// <summary>Whether the status is 200 to 299.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>The body as JSON; <see langword="null"/> when it is empty or no JSON.</summary>
    public JsonNode? Json
    {
        get
        {
            try
            {
                return Body.Length == 0 ? null : JsonNode.Parse(Body);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>arangod's own error number; <see langword="null"/> when the answer holds none.</summary>
    public int? ErrorNumber => Json is JsonObject body && body["errorNum"] is JsonValue number && number.TryGetValue<int>(out var value) ? value : null;

    /// <summary>Status and the server's words in one line.</summary>
    public override string ToString()
    {
        var words = (Json as JsonObject)?["errorMessage"]?.ToString() ?? (Json as JsonObject)?["message"]?.ToString() ?? "";
        return string.Create(CultureInfo.InvariantCulture, $"status {Status}{(words.Length == 0 ? "" : $", {words}")}");
    }
}
