using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

/// <summary>The recorded data that lie beside the tests.</summary>
internal static class TestData
{
    public static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", name));

    public static JsonNode Json(string name) => JsonNode.Parse(Text(name))!;
}
