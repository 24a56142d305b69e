using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Armadillo.ArangodEmulator.Agency.Store;

/// <summary>One path of a transaction with what shall happen to it, or of its preconditions with what must hold.</summary>
internal readonly record struct Clause(string Path, string[] Parts, Value Content)
{
    /// <summary>The members of an object as clauses, in path order: the order in which the server applies them.</summary>
    public static ImmutableArray<Clause> ListFrom(JsonElement element)
    {
        var clauses = new List<Clause>();
        foreach (var member in element.EnumerateObject())
        {
            clauses.Add(new Clause(StorePath.Normalize(member.Name), StorePath.Split(member.Name), Value.From(member.Value)));
        }

        return [.. clauses.OrderBy(c => c.Path, StringComparer.Ordinal)];
    }
}

/// <summary>Operations, what must hold before them, and the name under which a client can ask for the outcome.</summary>
internal sealed record Transaction(ImmutableArray<Clause> Operations, ImmutableArray<Clause> Preconditions, string ClientId, byte[] Request)
{
    /// <summary>Reads [ops], [ops, preconditions] or [ops, preconditions, clientId]; null when it has another form.</summary>
    public static Transaction? From(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() is < 1 or > 3 || element[0].ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var length = element.GetArrayLength();
        if (length > 1 && element[1].ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var clientId = length > 2 && element[2].ValueKind == JsonValueKind.String ? element[2].GetString()! : "";
        return new Transaction(
            Clause.ListFrom(element[0]),
            length > 1 ? Clause.ListFrom(element[1]) : [],
            clientId,
            Compact(element[0]));
    }

    /// <summary>Without white space and in one spelling, so that every member of the agency keeps the same bytes.</summary>
    private static byte[] Compact(JsonElement operations)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            operations.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Only the agency itself may write below .agency.</summary>
    public bool TouchesAgencyConfiguration()
    {
        foreach (var operation in Operations)
        {
            if (operation.Parts is [{ } first, ..] && first.StartsWith(".agency", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
