using Bartizan.Guard.Custom;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Tests.Custom;

public class LiteralIndexTests
{
    private static readonly string[] Alphabet = ["a", "B", "b", "c", "_", "-", " ", "\n", "7", "É", "é", "я", "Я", "ß", "\uD83D\uDE00", "\uFF01", "#"];

    [Theory]
    [InlineData("abc", "BcA7")]
    [InlineData("abc", "-ab", "#ab")]
    [InlineData("éab", "Яbc", "b-c", "_ab")]
    public void No_place_is_passed_over_where_a_text_begins(params string[] texts)
    {
        var index = new LiteralIndex(texts);
        var random = new Random(17);
        for (var round = 0; round < 2_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => random.Next(12) == 0 ? Any(texts) : Any(Alphabet)));
            var found = new HashSet<int>();
            for (var at = index.Next(text, 0); at < text.Length; at = index.Next(text, at + 1))
            {
                found.Add(at);
            }

            foreach (var place in Enumerable.Range(0, text.Length).Where(at => Begins(text, at) && texts.Any(t => text.AsSpan(at).StartsWith(t, StringComparison.OrdinalIgnoreCase))))
            {
                Assert.Contains(place, found);
            }
        }

        string Any(string[] of) => of[random.Next(of.Length)];
    }

    [Fact]
    public void Hardly_a_place_of_plain_text_is_looked_at()
    {
        var index = new LiteralIndex(Enumerable.Range(0, 1_000).Select(i => $"{(char)('A' + (i % 26))}{(char)('A' + (i / 26 % 26))}{(char)('A' + (i / 676))}-"));
        var text = string.Concat(Enumerable.Repeat("the cat had a bath, and all that was left of it in the hall was a habit; ", 50));
        var looked = 0;
        for (var at = index.Next(text, 0); at < text.Length; at = index.Next(text, at + 1))
        {
            looked++;
        }

        Assert.InRange(looked, 0, text.Length / 500);
    }

    [Theory]
    [InlineData("EMP-0", 0, true)]
    [InlineData("emp-0", 0, true)]
    [InlineData("EMP_0", 0, false)]
    [InlineData("EM", 0, false)]
    public void A_text_stands_in_any_case_and_whole(string chars, int at, bool stands)
    {
        var text = new SpanText(chars, final: true);
        Assert.Equal(stands, new LiteralIndex(["EMP-"]).Stands(ref text, at, 0));
    }

    // A sign begins anywhere, a word where none goes on.
    private static bool Begins(string text, int at) => !LiteralIndex.IsOfWords(text[at]) || at == 0 || !LiteralIndex.IsOfWords(text[at - 1]);
}
