using Bartizan.Guard.Secrets;

namespace Bartizan.Guard.Tests.Secrets;

public class TokenRunsTests
{
    private const string Signs = "_-+/.";

    [Fact]
    public void Runs_are_those_that_reading_letter_by_letter_finds()
    {
        var random = new Random(12);
        for (var round = 0; round < 20_000; round++)
        {
            var text = Compose(random);
            var from = random.Next(text.Length + 1);
            var expected = Naive(text, from);
            var found = TokenRuns.TryFind(text, from, out var start, out var end);
            Assert.Equal(expected, (found, start, end));
        }
    }

    [Fact]
    public void Every_character_counts_or_does_not_as_the_set_of_token_characters_says()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var isToken = c < 128 && (char.IsAsciiLetterOrDigit((char)c) || Signs.Contains((char)c));
            Assert.Equal(isToken, TokenRuns.TryFind(new string((char)c, TokenRuns.MinRun), 0, out _, out _));
        }
    }

    private static string Compose(Random random)
    {
        var text = new System.Text.StringBuilder();
        for (var parts = random.Next(0, 12); parts > 0; parts--)
        {
            text.Append((char)('a' + random.Next(26)), random.Next(6) == 0 ? random.Next(200) : random.Next(16)).Append(' ', random.Next(3));
        }

        return text.ToString();
    }

    private static (bool Found, int Start, int End) Naive(string text, int from)
    {
        for (var start = from; start < text.Length; start++)
        {
            var end = start;
            while (end < text.Length && text[end] != ' ')
            {
                end++;
            }

            if (end - start >= TokenRuns.MinRun)
            {
                return (true, start, end);
            }

            start = Math.Max(start, end);
        }

        return (false, text.Length, text.Length);
    }
}
