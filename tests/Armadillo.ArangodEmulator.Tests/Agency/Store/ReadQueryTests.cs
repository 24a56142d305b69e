namespace Armadillo.ArangodEmulator.Tests.Agency.Store;

public sealed class ReadQueryTests
{
    private const string Tree = """{".agency":{"size":3},"arango":{".license":1,"InitDone":true,"Plan":{"Version":2,"DBServers":{}}}}""";

    [Theory]
    [InlineData("""["/arango/Plan/Version"]""", """{"arango":{"Plan":{"Version":2}}}""")]
    [InlineData("""["arango//Plan/Version/"]""", """{"arango":{"Plan":{"Version":2}}}""")]
    [InlineData("""["/arango/Plan/Nothing/Below"]""", """{"arango":{"Plan":{}}}""")]
    [InlineData("""["/nothing/below"]""", "{}")]
    [InlineData("""["/arango/Plan","/arango/Plan/Version"]""", """{"arango":{"Plan":{"DBServers":{},"Version":2}}}""")]
    [InlineData("""["/arango/InitDone","/arango/Plan/Version"]""", """{"arango":{"InitDone":true,"Plan":{"Version":2}}}""")]
    [InlineData("""["/"]""", """{"arango":{"InitDone":true,"Plan":{"DBServers":{},"Version":2}}}""")]
    [InlineData("""["/.agency"]""", """{".agency":{"size":3}}""")]
    [InlineData("""[".agency"]""", """{".agency":{"size":3}}""")]
    [InlineData("""["/arango/.license"]""", """{"arango":{".license":1}}""")]
    [InlineData("[]", "{}")]
    public void A_read_gives_back_paths_with_their_nesting(string paths, string answer) => Assert.Equal(answer, Trees.Read(Tree, paths));
}
