using Bartizan.Identity.AuthZen.Searching;

namespace Bartizan.Identity.Tests.AuthZen.Searching;

public sealed class PageTokensTests
{
    private readonly PageTokens _tokens = new();
    private readonly byte[] _binding = PageTokens.Binding("agt_1", "digest", [1, 2, 3]);

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    [InlineData(int.MaxValue)]
    public void A_token_leads_where_it_was_made_for(int place) => Assert.Equal(place, _tokens.Read(_tokens.Create(place, _binding), _binding));

    [Fact]
    public void And_nowhere_else()
    {
        var token = _tokens.Create(7, _binding);
        Assert.Null(_tokens.Read(token, PageTokens.Binding("agt_2", "digest", [1, 2, 3])));
        Assert.Null(_tokens.Read(token, PageTokens.Binding("agt_1", "digest2", [1, 2, 3])));
        Assert.Null(_tokens.Read(token, PageTokens.Binding("agt_1", "digest", [1, 2, 4])));
        Assert.Null(new PageTokens().Read(token, _binding));
        for (var i = 0; i < token.Length - 1; i++)
        {
            Assert.Null(_tokens.Read(token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..], _binding));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("===========================================")]
    [InlineData("                                           ")]
    [InlineData("\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9")]
    public void What_is_no_token_is_none(string text) => Assert.Null(_tokens.Read(text, _binding));

    [Fact]
    public void Two_for_the_same_place_differ() => Assert.NotEqual(_tokens.Create(7, _binding), _tokens.Create(7, _binding));
}
