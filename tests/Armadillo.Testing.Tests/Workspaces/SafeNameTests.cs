using Armadillo.Testing.Workspaces;

namespace Armadillo.Testing.Tests.Workspaces;

public sealed class SafeNameTests
{
    [Theory]
    [InlineData("dbserver-1")]
    [InlineData("A_b.c-9")]
    public void A_safe_text_stays_what_it_is(string text) => Assert.Equal(text, SafeName.From(text));

    [Theory]
    [InlineData("../x")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    [InlineData("🦔🦔")]
    [InlineData("größe")]
    [InlineData("-rf")]
    [InlineData(".hidden")]
    public void Any_other_text_becomes_one_harmless_segment(string text)
    {
        var name = SafeName.From(text);

        Assert.Matches("^[A-Za-z0-9_][A-Za-z0-9._-]{0,59}$", name);
        Assert.NotEqual(text, name);
        Assert.Equal(name, SafeName.From(text));
    }

    [Fact]
    public void A_long_text_is_cut_and_still_tells_what_it_was() =>
        Assert.Matches("^x{51}-[0-9a-f]{8}$", SafeName.From(new string('x', 300)));

    [Fact]
    public void Different_texts_stay_different()
    {
        string[] texts = ["a b", "a-b", "a/b", "a\tb", "ab", "", "..", ".", "🦔", "🦔🦔", new string('x', 300), new string('x', 301), new string('x', 60)];

        Assert.Equal(texts.Length, texts.Select(SafeName.From).Distinct().Count());
    }
}
