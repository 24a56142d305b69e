using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

/// <summary>A sensible request for each documented endpoint: names in its path, what its query demands, and a body.</summary>
internal static partial class EndpointRequests
{
    /// <summary>What the requests presuppose. Each may fail because it is there already.</summary>
    public static IReadOnlyList<(string Path, string Body)> SetUp { get; } =
    [
        ("/_api/collection", """{"name":"products"}"""),
        ("/_api/document/products", """{"_key":"1"}"""),
        ("/_api/user", """{"user":"ann"}"""),
    ];

    private static readonly Dictionary<string, string> _names = new(StringComparer.Ordinal)
    {
        ["database-name"] = "_system",
        ["dbname"] = "_system",
        ["collection-name"] = "products",
        ["collection"] = "products",
        ["key"] = "1",
        ["user"] = "ann",
        ["index-id"] = "products/0",
        ["vertex"] = "products/1",
        ["mount"] = "/x",
        ["onlyget"] = "true",
    };

    // Where the least body that the documentation allows would be refused.
    private static readonly Dictionary<string, string> _bodies = new(StringComparer.Ordinal)
    {
        ["POST /_api/collection"] = """{"name":"fresh"}""",
        ["POST /_db/_system/_api/database"] = """{"name":"fresh"}""",
        ["PUT /_api/collection/{collection-name}/rename"] = """{"name":"renamed"}""",
        ["PUT /_api/collection/{collection-name}/responsibleShard"] = """{"_key":"1"}""",
        ["PUT /_api/document/{collection}#get"] = """["1"]""",
        ["POST /_api/document/{collection}#multiple"] = "[{}]",
        ["PUT /_api/document/{collection}"] = """[{"_key":"1"}]""",
        ["PATCH /_api/document/{collection}"] = """[{"_key":"1"}]""",
        ["DELETE /_api/document/{collection}"] = """["1"]""",
        ["POST /_api/cursor"] = """{"query":"RETURN 1"}""",
        ["POST /_api/query"] = """{"query":"RETURN 1"}""",
        ["POST /_api/explain"] = """{"query":"RETURN 1"}""",
        ["POST /_api/user"] = """{"user":"fresh"}""",
        ["PUT /_api/user/{user}/database/{dbname}"] = """{"grant":"rw"}""",
        ["PUT /_api/user/{user}/database/{dbname}/{collection}"] = """{"grant":"rw"}""",
        ["PUT /_admin/server/mode"] = """{"mode":"default"}""",
        ["POST /_open/auth"] = """{"username":"root","password":""}""",
        ["PUT /_admin/cluster/maintenance"] = "\"off\"",
        ["PUT /_admin/cluster/maintenance/{DB-Server-ID}"] = """{"mode":"normal"}""",
        ["PUT /_admin/log/level"] = """{"general":"INFO"}""",
        ["POST /_api/index"] = """{"type":"persistent","fields":["a"]}""",
        ["POST /_api/index#fulltext"] = """{"type":"fulltext","fields":["a"]}""",
        ["POST /_api/index#geo"] = """{"type":"geo","fields":["a"]}""",
        ["POST /_api/index#inverted"] = """{"type":"inverted","fields":["a"]}""",
        ["POST /_api/index#mdi"] = """{"type":"mdi","fields":["a","b"],"fieldValueTypes":"double"}""",
        ["POST /_api/index#persistent"] = """{"type":"persistent","fields":["b"]}""",
        ["POST /_api/index#ttl"] = """{"type":"ttl","fields":["c"],"expireAfter":3600}""",
        ["POST /_api/transaction/begin"] = """{"collections":{}}""",
        ["POST /_api/import"] = """["a"]""" + "\n[1]",
    };

    public static string Path(DocumentedEndpoint endpoint, string server)
    {
        var path = Parameter().Replace(endpoint.Path.Split('#')[0], m => Name(m.Groups[1].Value, server));
        return endpoint.RequiredQuery.Count == 0
            ? path
            : $"{path}?{string.Join('&', endpoint.RequiredQuery.Select(n => $"{n}={Name(n, server)}"))}";
    }

    public static string? Body(DocumentedEndpoint endpoint) =>
        _bodies.TryGetValue(endpoint.Name, out var body) ? body : endpoint.Body is null ? null : Least(endpoint.Body)!.ToJsonString();

    private static string Name(string parameter, string server) =>
        _names.TryGetValue(parameter, out var name) ? name : parameter is "DB-Server-ID" or "DBserver" ? server : "1";

    /// <summary>Only what is required, with the least value of its type.</summary>
    private static JsonNode? Least(JsonNode? schema) => schema switch
    {
        JsonObject o => new JsonObject(o.Where(static x => !x.Key.EndsWith('?')).Select(static x => KeyValuePair.Create(x.Key, Least(x.Value)))),
        JsonArray => new JsonArray(),
        JsonValue v => ((string)v!).Split(' ')[0] switch { "string" => "x", "integer" or "number" => 1, "boolean" => true, _ => new JsonObject() },
        _ => null,
    };

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Parameter();
}
