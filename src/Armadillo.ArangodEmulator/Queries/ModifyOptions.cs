using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Documents;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>OPTIONS of a query that changes documents.</summary>
/// <param name="Documents">How the documents are changed.</param>
/// <param name="IgnoreErrors">Whether what fails is passed over.</param>
internal sealed record ModifyOptions(DocumentOptions Documents, bool IgnoreErrors)
{
    public static ModifyOptions Read(JsonNode? options, bool collectionWaits)
    {
        var documents = new DocumentOptions { WaitForSync = collectionWaits, ReturnNew = true, ReturnOld = true };
        var ignores = false;
        foreach (var (name, value) in options switch { null => [], JsonObject o => o, _ => throw QueryTokens.NotRead() })
        {
            var flag = value is JsonValue v && v.TryGetValue<bool>(out var given) ? given : throw QueryTokens.NotRead();
            switch (name)
            {
                case "ignoreErrors":
                    ignores = flag;
                    break;
                case "waitForSync":
                    documents = documents with { WaitForSync = flag || collectionWaits };
                    break;
                case "keepNull":
                    documents = documents with { KeepNull = flag };
                    break;
                case "mergeObjects":
                    documents = documents with { MergeObjects = flag };
                    break;
                default:
                    throw QueryTokens.NotRead();
            }
        }

        return new ModifyOptions(documents, ignores);
    }
}
