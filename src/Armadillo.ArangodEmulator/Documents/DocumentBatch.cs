using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Documents;

/// <summary>Applies a command to a collection of this server, item by item; called under the lock of the store.</summary>
internal sealed class DocumentBatch(IDocumentWriter data, Collection collection, DocumentCommand command)
{
    private readonly DocumentOperations _operations = new(data, collection, command.Options);

    /// <summary>What was changed, in order.</summary>
    public List<DocumentChange> Changes { get; } = [];

    public IReadOnlyList<DocumentOutcome> Apply()
    {
        var outcomes = new List<DocumentOutcome>(command.Items.Count);
        foreach (var item in command.Items)
        {
            try
            {
                outcomes.Add(new DocumentOutcome(Apply(item), null));
            }
            catch (DataError e)
            {
                outcomes.Add(new DocumentOutcome(null, e));
                if (command.StopsAtFailure)
                {
                    break;
                }
            }
        }

        return outcomes;
    }

    private JsonObject Apply(DocumentItem item) => command.Verb switch
    {
        DocumentVerb.Read => (JsonObject)_operations.Get(Key(item), _operations.Expected(item.Body)).DeepClone(),
        DocumentVerb.Insert => Changed(_operations.Insert(Body(item))),
        DocumentVerb.Replace => Changed(_operations.Replace(Key(item), Body(item))),
        DocumentVerb.Update => Changed(_operations.Update(Key(item), Body(item))),
        _ => Changed(_operations.Remove(Key(item), _operations.Expected(item.Body))),
    };

    private JsonObject Changed(DocumentChange change)
    {
        Changes.Add(change);
        return change.ToAnswer(command.Options);
    }

    private string Key(DocumentItem item) => item.Key ?? DocumentKeys.Of(item.Body, collection.Properties.PublicName);

    private static JsonObject Body(DocumentItem item) => item.Body as JsonObject ?? throw DataError.NoObject();
}
