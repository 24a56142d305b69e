using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Documents;

namespace Armadillo.ArangodEmulator.Tests.Documents;

public sealed class MergedAttributesTests
{
    // What a std::unordered_map of libstdc++ gives back for attribute0, attribute1 and so on, before and after it has grown.
    [Theory]
    [InlineData(2, "1 0")]
    [InlineData(14, "0 13 9 1 7 3 4 8 6 10 2 5 11 12")]
    [InlineData(30, "25 11 5 2 10 29 12 6 8 3 7 1 23 9 13 20 26 14 0 15 27 28 16 19 17 18 21 4 22 24")]
    public void New_attributes_stand_as_the_hash_table_of_the_server_gives_them(int names, string order) => Assert.Equal(
        order.Split(' ').Select(static n => $"attribute{n}"),
        MergedAttributes.InTableOrder(Enumerable.Range(0, names).Select(static n => $"attribute{n}")));

    [Theory]
    [InlineData(true, """{"a":{"x":1,"y":null},"b":1,"z":null}""")]
    [InlineData(false, """{"a":{"x":1},"b":1}""")]
    public void Present_attributes_stand_by_name_and_nulls_stay_or_take_away(bool keepNull, string merged) => Assert.Equal(
        merged,
        MergedAttributes.Merge(
            (JsonObject)JsonNode.Parse("""{"b":1,"a":{"y":2,"x":1}}""")!, (JsonObject)JsonNode.Parse("""{"z":null,"a":{"y":null}}""")!, keepNull)
            .ToJsonString());
}
