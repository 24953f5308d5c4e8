using Bartizan.Core.Results;
using Bartizan.Guard.Injection;

namespace Bartizan.Guard.Tests.Injection;

public sealed class LabelledTextReaderTests
{
    [Fact]
    public void Rows_are_read_with_what_they_say()
    {
        var row = Assert.Single(Read("""{"text":"t","label":"injection","channel":"data","source":"s","split":"dev","payload":"p","group":7}""" + "\n\n"));
        Assert.Equal(new LabelledText("t", "injection", InjectionChannel.Data, "s", "dev", "p", "7"), row);
        Assert.True(row.IsAttack);
        Assert.False((row with { Label = "harmful" }).IsAttack);
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("[1]", "no JSON object")]
    [InlineData("""{"label":"benign","channel":"user"}""", "text is missing")]
    [InlineData("""{"text":7,"label":"benign","channel":"user"}""", "text is missing")]
    [InlineData("""{"text":"t","label":"evil","channel":"user"}""", "label is 'evil'")]
    [InlineData("""{"text":"t","label":"benign"}""", "channel is missing")]
    public void A_wrong_line_is_named_with_its_place(string line, string what)
    {
        var error = Assert.Throws<InputException>(() => Read("\n" + line));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("rows.jsonl:2:", error.Message, StringComparison.Ordinal);
    }

    private static List<LabelledText> Read(string lines) => [.. LabelledTextReader.Read(new StringReader(lines), "rows.jsonl")];
}
