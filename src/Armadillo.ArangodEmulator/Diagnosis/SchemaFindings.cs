using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Diagnosis;

/// <summary>Collections whose schema is no schema.</summary>
internal static class SchemaFindings
{
    public static IEnumerable<string> Find(ObjectValue tree) =>
        from collection in PlanFindings.Collections(tree)
        let schema = collection.Properties["schema"]
        where schema is not null && schema.ToJson() is not null
        from finding in schema is ObjectValue content ? Of(content) : ["InvalidSchemaType: neither null nor an object"]
        select $"{collection.Database}/{collection.Name}: {finding}";

    private static IEnumerable<string> Of(ObjectValue schema)
    {
        foreach (var name in (string[])["message", "level"])
        {
            if (!schema.Has(name))
            {
                yield return $"MissingAttribute: {name}";
            }
        }

        foreach (var name in (string[])["message", "level", "type"])
        {
            if (schema.Has(name) && schema.TextAt(name) is null)
            {
                yield return $"InvalidAttributeType: {name} is no text";
            }
        }

        if (schema["rule"] is not ObjectValue)
        {
            yield return schema.Has("rule") ? "InvalidRuleType: rule is no object" : "MissingAttribute: rule";
        }
    }
}
