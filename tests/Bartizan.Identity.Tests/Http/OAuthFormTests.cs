using System.Text;
using Bartizan.Identity.Http;

namespace Bartizan.Identity.Tests.Http;

public class OAuthFormTests
{
    [Fact]
    public void Names_and_values_are_decoded_and_empty_ones_are_not_there()
    {
        var form = OAuthForm.Parse("a=b+c&d=%C3%A4&e=&f&g=1%3D2"u8)!;
        Assert.Equal(("b c", "ä", null, null, "1=2"), (form["a"], form["d"], form["e"], form["f"], form["g"]));
        Assert.False(form.Has("e"));
    }

    [Theory]
    [InlineData("a=1&a=1")]
    [InlineData("a=1&%61=2")]
    [InlineData("a=&a=1")]
    [InlineData("a=%")]
    [InlineData("a=%4")]
    [InlineData("a=%zz")]
    [InlineData("a=%ff")]
    [InlineData("a=x%0d%0aSet-Cookie:b")]
    [InlineData("a=%00")]
    [InlineData("a=ä")]
    [InlineData("=1")]
    public void Broken_or_ambiguous_ones_are_refused(string body) => Assert.Null(OAuthForm.Parse(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void There_are_bounds()
    {
        Assert.NotNull(OAuthForm.Parse(Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Range(0, 32).Select(i => $"p{i}=1")))));
        Assert.Null(OAuthForm.Parse(Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Range(0, 33).Select(i => $"p{i}=1")))));
        Assert.Null(OAuthForm.Parse(Encoding.ASCII.GetBytes(new string('a', 65) + "=1")));
    }
}
