using Bartizan.Gateway.Configuration;

namespace Bartizan.Gateway.Tests.Configuration;

public class ModelPatternTests
{
    [Theory]
    [InlineData("gpt-4o", "gpt-4o", true)]
    [InlineData("gpt-4o", "gpt-4", false)]
    [InlineData("gpt-*", "gpt-", true)]
    [InlineData("gpt-*", "gpt-4o-mini", true)]
    [InlineData("gpt-*", "xgpt-4", false)]
    [InlineData("*", "", true)]
    [InlineData("*-mini", "gpt-4o-mini", true)]
    [InlineData("a*b*c", "aXbYc", true)]
    [InlineData("a*b*c", "aXcYb", false)]
    [InlineData("**", "anything", true)]
    public void A_star_stands_for_any_run(string pattern, string name, bool matches) =>
        Assert.Equal(matches, ModelPattern.Matches(pattern, name));

    [Fact]
    public void It_agrees_with_a_plain_definition_on_random_patterns()
    {
        var random = new Random(7);
        for (var i = 0; i < 5_000; i++)
        {
            var pattern = Text(random, "ab*", 6);
            var name = Text(random, "ab", 8);
            Assert.Equal(Plain(pattern, name), ModelPattern.Matches(pattern, name));
        }
    }

    private static bool Plain(string pattern, string name) => (pattern, name) switch
    {
        ("", _) => name.Length == 0,
        (['*', .. var rest], _) => Plain(rest, name) || (name.Length > 0 && Plain(pattern, name[1..])),
        ([var p, .. var rest], [var n, .. var more]) => p == n && Plain(rest, more),
        _ => false,
    };

    private static string Text(Random random, string letters, int most) =>
        new([.. Enumerable.Range(0, random.Next(most)).Select(_ => letters[random.Next(letters.Length)])]);
}
