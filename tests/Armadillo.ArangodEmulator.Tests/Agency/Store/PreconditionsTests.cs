namespace Armadillo.ArangodEmulator.Tests.Agency.Store;

public sealed class PreconditionsTests
{
    private const string Tree = """{"n":1,"s":"x","o":{"b":1,"a":2},"l":[1,2],"e":{},"r":["me"],"w":"me"}""";

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"n":1.0}""")]
    [InlineData("""{"n":{"old":1}}""")]
    [InlineData("""{"o":{"old":{"a":2,"b":1}}}""")]
    [InlineData("""{"n":{"oldNot":2}}""")]
    [InlineData("""{"absent":{"oldNot":2}}""")]
    [InlineData("""{"absent":{"oldEmpty":true}}""")]
    [InlineData("""{"n":{"oldEmpty":false}}""")]
    [InlineData("""{"l":{"isArray":true}}""")]
    [InlineData("""{"n":{"isArray":false}}""")]
    [InlineData("""{"l":{"in":2}}""")]
    [InlineData("""{"l":{"notin":3}}""")]
    [InlineData("""{"absent":{"notin":3}}""")]
    [InlineData("""{"l":{"intersectionEmpty":[3,4]}}""")]
    [InlineData("""{"absent":{"intersectionEmpty":[3,4]}}""")]
    [InlineData("""{"r":{"is-read-locked":"me"}}""")]
    [InlineData("""{"w":{"is-write-locked":"me"}}""")]
    [InlineData("""{"r":{"can-read-lock":"you"}}""")]
    [InlineData("""{"absent":{"can-read-lock":"me"}}""")]
    [InlineData("""{"absent":{"can-write-lock":"me"}}""")]
    [InlineData("""{"e":{"can-write-lock":"me"}}""")]
    [InlineData("""{"l":{"in":2,"notin":3,"isArray":true}}""")]
    public void Conditions_that_hold(string preconditions) => Assert.True(Trees.Holds(Tree, preconditions));

    [Theory]
    [InlineData("""{"n":2}""")]
    [InlineData("""{"absent":2}""")]
    [InlineData("""{"n":{"old":2}}""")]
    [InlineData("""{"n":{"oldNot":1}}""")]
    [InlineData("""{"n":{"oldEmpty":true}}""")]
    [InlineData("""{"absent":{"oldEmpty":false}}""")]
    [InlineData("""{"n":{"isArray":true}}""")]
    [InlineData("""{"l":{"in":3}}""")]
    [InlineData("""{"n":{"notin":3}}""")]
    [InlineData("""{"l":{"notin":2}}""")]
    [InlineData("""{"l":{"intersectionEmpty":[2]}}""")]
    [InlineData("""{"l":{"intersectionEmpty":3}}""")]
    [InlineData("""{"r":{"is-read-locked":"you"}}""")]
    [InlineData("""{"w":{"is-write-locked":"you"}}""")]
    [InlineData("""{"r":{"can-read-lock":"me"}}""")]
    [InlineData("""{"w":{"can-write-lock":"me"}}""")]
    [InlineData("""{"n":{"unheard":1}}""")]
    [InlineData("""{"n":{"old":1,"oldNot":1}}""")]
    public void Conditions_that_do_not_hold(string preconditions) => Assert.False(Trees.Holds(Tree, preconditions));
}
