using System.Text.Json.Nodes;

namespace Armadillo.Testing.ArangoDb.Tests.Processes;

/// <summary>Recorded answers and lists, copied beside the test assembly.</summary>
internal static class TestData
{
    public static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", name)))!;
}
