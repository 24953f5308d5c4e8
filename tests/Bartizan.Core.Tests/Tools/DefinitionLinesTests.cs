using Bartizan.Core.Tools;

namespace Bartizan.Core.Tests.Tools;

public class DefinitionLinesTests
{
    [Fact]
    public void What_changed_stands_between_what_did_not()
    {
        var lines = DefinitionLines.Diff(["a", "b", "c", "d"], ["a", "x", "c", "d", "e"]);
        Assert.Equal([" a", "-b", "+x", " c", " d", "+e"], lines.Select(l => Mark(l) + l.Text));
    }

    [Fact]
    public void Nobody_is_shown_less_than_a_model_reads() => Assert.Equal(
        ["{", "  \"description\": \"read<U+200B>me <U+202E>\"", "}"],
        DefinitionLines.Of(new ToolDefinition("", "{\"description\":\"read\\u200bme \\u202e\"}")));

    [Fact]
    public void No_definition_has_no_lines() => Assert.Empty(DefinitionLines.Of(null));

    [Fact]
    public void Both_sides_can_be_read_back_and_what_is_the_same_is_not_marked()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            // Few different lines, so that many are common.
            List<string> before = [.. Enumerable.Range(0, random.Next(12)).Select(_ => $"{random.Next(4)}")];
            List<string> after = [.. Enumerable.Range(0, random.Next(12)).Select(_ => $"{random.Next(4)}")];
            var both = DefinitionLines.Diff(before, after).ToList();
            Assert.Equal(before, both.Where(l => l.Change != LineChange.Added).Select(l => l.Text));
            Assert.Equal(after, both.Where(l => l.Change != LineChange.Removed).Select(l => l.Text));
            Assert.All(DefinitionLines.Diff(before, before), l => Assert.Equal(LineChange.Same, l.Change));
        }
    }

    private static char Mark(DefinitionLine line) => line.Change switch { LineChange.Added => '+', LineChange.Removed => '-', _ => ' ' };
}
