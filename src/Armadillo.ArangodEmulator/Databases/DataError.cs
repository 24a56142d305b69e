using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Databases;

/// <summary>A request that the database refuses: HTTP status, error number and text of arangod.</summary>
internal sealed class DataError(int status, int number, string message) : Exception(message)
{
    public int Status { get; } = status;

    public int Number { get; } = number;

    /// <summary>The document as it is, for a conflict.</summary>
    public (string Id, string Key, string Revision)? Present { get; init; }

    public static DataError NoDocument() => new(404, 1202, "document not found");

    public static DataError NoCollection() => new(404, 1203, "collection or view not found");

    public static DataError ClusterTimeout() => new(500, 1457, "timeout in cluster operation");

    /// <summary>Part of arangod, but not of the emulator.</summary>
    public static DataError NotEmulated(string what) => new(501, 9, $"{Server.Product.EmulatorName} does not emulate {what}");

    /// <summary>The form in which the error stands in the answer to an array.</summary>
    public JsonObject ToElement()
    {
        var element = new JsonObject { ["error"] = true, ["errorNum"] = Number, ["errorMessage"] = Message };
        AddPresent(element);
        return element;
    }

    public void AddPresent(JsonObject body)
    {
        if (Present is var (id, key, revision))
        {
            body["_id"] = id;
            body["_key"] = key;
            body["_rev"] = revision;
        }
    }
}
