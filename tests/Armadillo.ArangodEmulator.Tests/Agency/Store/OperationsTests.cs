namespace Armadillo.ArangodEmulator.Tests.Agency.Store;

public sealed class OperationsTests
{
    [Theory]
    [InlineData("{}", """{"/a/b":1}""", """{"a":{"b":1}}""")]
    [InlineData("{}", """{"a//b/":{"op":"set","new":{"c":null}}}""", """{"a":{"b":{"c":null}}}""")]
    [InlineData("{}", """{"a":{"op":"set","new":1,"ttl":3}}""", """{"a":1}""")]
    [InlineData("{}", """{"a":{"new":1}}""", """{"a":{"new":1}}""")]
    [InlineData("{}", """{"a":{"b/c":1}}""", """{"a":{"b":{"c":1}}}""")]
    [InlineData("""{"a":5}""", """{"a/b":1}""", """{"a":{"b":1}}""")]
    [InlineData("{}", """{"a":{"op":"set"}}""", "fails")]
    [InlineData("""{"a":1,"b":2}""", """{"a":{"op":"delete"}}""", """{"b":2}""")]
    [InlineData("""{"a":{"b":2}}""", """{"a/b":{"op":"delete"}}""", """{"a":{}}""")]
    [InlineData("""{"a":1}""", """{"x/y":{"op":"delete"}}""", """{"a":1}""")]
    [InlineData("""{"a":1}""", """{"a":{"op":"increment"}}""", """{"a":2}""")]
    [InlineData("{}", """{"a":{"op":"increment","step":7}}""", """{"a":7}""")]
    [InlineData("""{"a":"x"}""", """{"a":{"op":"decrement"}}""", """{"a":-1}""")]
    [InlineData("""{"a":2.7}""", """{"a":{"op":"increment","step":3.9}}""", """{"a":5}""")]
    [InlineData("""{"a":1}""", """{"a":{"op":"increment","step":"2"}}""", """{"a":2}""")]
    [InlineData("""{"a":1e300}""", """{"a":{"op":"increment"}}""", """{"a":1}""")]
    [InlineData("""{"a":10}""", """{"a":{"op":"decrement","step":3}}""", """{"a":7}""")]
    [InlineData("""{"a":[1]}""", """{"a":{"op":"push","new":2}}""", """{"a":[1,2]}""")]
    [InlineData("""{"a":1}""", """{"a":{"op":"push","new":{"x":1}}}""", """{"a":[{"x":1}]}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":{"op":"push-queue","new":3,"len":2}}""", """{"a":[2,3]}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":{"op":"push-queue","new":3,"len":0}}""", """{"a":[]}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":{"op":"push-queue","new":3}}""", "fails")]
    [InlineData("""{"a":[1,2]}""", """{"a":{"op":"pop"}}""", """{"a":[1]}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":{"op":"shift"}}""", """{"a":[2]}""")]
    [InlineData("""{"a":"x"}""", """{"a":{"op":"pop"}}""", """{"a":[]}""")]
    [InlineData("{}", """{"a":{"op":"shift"}}""", """{"a":[]}""")]
    [InlineData("""{"a":[1]}""", """{"a":{"op":"prepend","new":0}}""", """{"a":[0,1]}""")]
    [InlineData("""{"a":[1,2,1.0]}""", """{"a":{"op":"erase","val":1}}""", """{"a":[2]}""")]
    [InlineData("""{"a":[1,2,3]}""", """{"a":{"op":"erase","pos":1}}""", """{"a":[1,3]}""")]
    [InlineData("""{"a":[1,2,3]}""", """{"a":{"op":"erase","pos":1,"val":1}}""", "fails")]
    [InlineData("""{"a":[1,2,3]}""", """{"a":{"op":"erase"}}""", "fails")]
    [InlineData("{}", """{"a":{"op":"erase","val":1}}""", "{}")]
    [InlineData("{}", """{"a":{"op":"erase"}}""", "{}")]
    [InlineData("{}", """{"a":{"op":"replace","new":4}}""", "{}")]
    [InlineData("""{"a":[1,2,3]}""", """{"a":{"op":"erase","pos":3}}""", """{"a":[1,2,3]}""")]
    [InlineData("""{"a":[1,2,3]}""", """{"a":{"op":"erase","pos":-1}}""", "fails")]
    [InlineData("""{"a":[1,2,3]}""", """{"a":{"op":"erase","pos":1.5}}""", "fails")]
    [InlineData("""{"a":7}""", """{"a":{"op":"erase","pos":0}}""", """{"a":[]}""")]
    [InlineData("""{"a":[1]}""", """{"a":{"op":"replace","new":4}}""", "fails")]
    [InlineData("""{"a":[{"x":1,"y":2},3]}""", """{"a":{"op":"replace","val":{"y":2,"x":1},"new":4}}""", """{"a":[4,3]}""")]
    [InlineData("{}", """{"a":{"op":"replace","val":1,"new":4}}""", "{}")]
    [InlineData("{}", """{"a":{"op":"read-lock","by":"me"}}""", """{"a":["me"]}""")]
    [InlineData("""{"a":{}}""", """{"a":{"op":"read-lock","by":"me"}}""", """{"a":["me"]}""")]
    [InlineData("""{"a":["you"]}""", """{"a":{"op":"read-lock","by":"me"}}""", """{"a":["you","me"]}""")]
    [InlineData("""{"a":["me"]}""", """{"a":{"op":"read-lock","by":"me"}}""", "fails")]
    [InlineData("""{"a":"me"}""", """{"a":{"op":"read-lock","by":"you"}}""", "fails")]
    [InlineData("""{"a":["you","me"]}""", """{"a":{"op":"read-unlock","by":"me"}}""", """{"a":["you"]}""")]
    [InlineData("""{"a":["me"]}""", """{"a":{"op":"read-unlock","by":"me"}}""", "{}")]
    [InlineData("{}", """{"a":{"op":"write-lock","by":"me"}}""", """{"a":"me"}""")]
    [InlineData("""{"a":["you"]}""", """{"a":{"op":"write-lock","by":"me"}}""", "fails")]
    [InlineData("""{"a":"me"}""", """{"a":{"op":"write-unlock","by":"me"}}""", "{}")]
    [InlineData("""{"a":"me"}""", """{"a":{"op":"write-unlock","by":"you"}}""", "fails")]
    [InlineData("""{"b":1}""", """{"a":{"op":"write-unlock","by":"you"}}""", """{"b":1}""")]
    [InlineData("{}", """{"a":{"op":"read-unlock","by":"me"}}""", "fails")]
    [InlineData("""{"a":["you",1]}""", """{"a":{"op":"read-lock","by":"me"}}""", "fails")]
    [InlineData("{}", """{"a":{"op":"write-lock","by":1}}""", "fails")]
    [InlineData("{}", """{"a":{"op":"observe","url":"http://x"}}""", "fails")]
    [InlineData("{}", """{"a":{"op":"dance"}}""", "fails")]
    public void An_operation_changes_the_tree_as_the_server_does(string before, string operations, string after) =>
        Assert.Equal(after, Trees.Applied(before, operations));

    [Fact]
    public void Operations_are_applied_in_path_order() =>
        Assert.Equal("""{"a":{"b":2}}""", Trees.Applied("{}", """{"/a/b":2,"/a":{"x":1,"b":1},"a/x":{"op":"delete"}}"""));

    [Fact]
    public void A_transaction_whose_last_operation_fails_changes_nothing()
    {
        var tree = Trees.Tree("""{"a":1}""");
        Assert.Null(ArangodEmulator.Agency.Store.Operations.Apply(tree, Trees.Transaction("""[{"a":2,"b":{"op":"no"}}]""").Operations));
        Assert.Equal("""{"a":1}""", Trees.Text(tree));
    }

    [Fact]
    public void A_write_shares_what_it_does_not_touch()
    {
        var before = Trees.Tree("""{"big":{"x":1},"small":{"y":1}}""");
        var after = ArangodEmulator.Agency.Store.Operations.Apply(before, Trees.Transaction("""[{"small/y":2}]""").Operations)!;
        Assert.Same(before["big"], after["big"]);
        Assert.NotSame(before["small"], after["small"]);
    }

    [Fact]
    public void A_number_is_given_back_as_it_was_written() =>
        Assert.Equal("""{"a":1.50,"b":12345678901234567890}""", Trees.Applied("{}", """{"a":1.50,"b":12345678901234567890}"""));
}
