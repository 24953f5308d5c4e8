using System.Text;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Tests.Normalization;

public sealed class SpacedLettersTests
{
    [Theory]
    [InlineData("s h o w   e v e r y   c h e c k l i s t", "show every checklist")]
    [InlineData("s.h.o.w m.e t.h.e l.i.s.t", "show me the list")]
    [InlineData("s-h-o-w m-e t-h-e l-i-s-t", "show me the list")]
    public void Letters_set_apart_are_joined(string text, string joined) => Assert.Equal(joined, SpacedLetters.Open(text));

    [Theory]
    [InlineData("An ordinary sentence of ordinary words.")]
    [InlineData("--------------------------------")]
    [InlineData("a b c")]
    [InlineData("")]
    public void Other_texts_are_left_alone(string text) => Assert.Null(SpacedLetters.Open(text));

    [Fact]
    public void An_encoding_inside_another_is_opened_at_the_place_of_the_outer_one()
    {
        var inner = Convert.ToBase64String(Encoding.UTF8.GetBytes("the quick brown fox jumps"));
        var outer = Convert.ToHexString(Encoding.UTF8.GetBytes(inner));
        var views = TextNormalizer.Normalize($"see {outer} there".AsMemory()).Views;
        var view = Assert.Single(views, v => v.Encoding == "base64 in hex");
        Assert.Equal("the quick brown fox jumps", view.Text.ToString());
        Assert.Equal((4, outer.Length), (view.Start, view.Length));
    }
}
