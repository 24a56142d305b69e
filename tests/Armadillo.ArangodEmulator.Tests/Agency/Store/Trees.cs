using System.Text;
using System.Text.Json;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Tests.Agency.Store;

/// <summary>Short forms for tests of the store: JSON text in, JSON text out.</summary>
internal static class Trees
{
    public static ObjectValue Tree(string json) => (ObjectValue)Value.Parse(Encoding.UTF8.GetBytes(json));

    public static string Text(Value? value) => value is null ? "absent" : Encoding.UTF8.GetString(value.ToUtf8());

    public static Transaction Transaction(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ArangodEmulator.Agency.Store.Transaction.From(document.RootElement)!;
    }

    /// <summary>Applies operations; "fails" when the transaction does.</summary>
    public static string Applied(string tree, string operations) =>
        Operations.Apply(Tree(tree), Transaction($"[{operations}]").Operations) is { } result ? Text(result) : "fails";

    public static bool Holds(string tree, string preconditions) =>
        Preconditions.Failed(Tree(tree), Transaction($"[{{}},{preconditions}]").Preconditions).Count == 0;

    public static string Read(string tree, string paths)
    {
        using var document = JsonDocument.Parse(paths);
        var query = ReadQuery.From(document.RootElement)!;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            query.Answer(Tree(tree)).WriteTo(writer, query.ShowHidden);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
