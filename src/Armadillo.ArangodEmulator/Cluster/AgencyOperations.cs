using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>Operations and preconditions of agency transactions.</summary>
internal static class AgencyOperations
{
    public static JsonObject Set(JsonNode? value) => new() { ["op"] = "set", ["new"] = value };

    public static JsonObject Increment() => new() { ["op"] = "increment" };

    public static JsonObject Delete() => new() { ["op"] = "delete" };

    public static JsonObject Absent() => new() { ["oldEmpty"] = true };

    public static JsonObject Is(JsonNode? value) => new() { ["old"] = value };
}
