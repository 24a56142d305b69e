using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>A transaction in the making. Paths are below /arango.</summary>
internal sealed class Change
{
    private readonly JsonObject _operations = [];
    private readonly JsonObject _preconditions = [];

    public static JsonArray Array(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];

    public bool Empty => _operations.Count == 0;

    public Change Set(string path, JsonNode? value)
    {
        _operations["/arango/" + path] = value?.Parent is null ? value : value.DeepClone();
        return this;
    }

    public Change Delete(string path) => Set(path, new JsonObject { ["op"] = "delete" });

    public Change Increment(string path, long step = 1)
    {
        var operation = new JsonObject { ["op"] = "increment" };
        if (step != 1)
        {
            operation["step"] = step;
        }

        return Set(path, operation);
    }

    public Change When(string path, JsonNode old) => Condition(path, "old", old);

    public Change WhenAbsent(string path) => Condition(path, "oldEmpty", true);

    public Change WhenPresent(string path) => Condition(path, "oldEmpty", false);

    /// <summary>Nobody has changed the value since it was read.</summary>
    public Change WhenUnchanged(string path, Value? seen) =>
        seen is null ? WhenAbsent(path) : Condition(path, "old", seen.ToJson()!);

    public Change ReadLock(string path, string by) => Set(path, Lock("read-lock", by)).Condition(path, "can-read-lock", by);

    public Change ReadUnlock(string path, string by) => Set(path, Lock("read-unlock", by)).Condition(path, "is-read-locked", by);

    public Change WriteLock(string path, string by) => Set(path, by).WhenAbsent(path);

    public Change WhenWriteLocked(string path, string by) => Condition(path, "is-write-locked", by);

    /// <summary>Operations and preconditions in the form of the agency's interface.</summary>
    public (JsonObject Operations, JsonObject Preconditions) ToRequest() =>
        ((JsonObject)_operations.DeepClone(), (JsonObject)_preconditions.DeepClone());

    public Transaction ToTransaction()
    {
        var (operations, preconditions) = ToRequest();
        var parts = new JsonArray(operations, preconditions);
        using var document = JsonDocument.Parse(parts.ToJsonString());
        return Transaction.From(document.RootElement)!;
    }

    private static JsonObject Lock(string operation, string by) => new() { ["op"] = operation, ["by"] = by };

    private Change Condition(string path, string name, JsonNode value)
    {
        _preconditions["/arango/" + path] = new JsonObject { [name] = value.Parent is null ? value : value.DeepClone() };
        return this;
    }
}
