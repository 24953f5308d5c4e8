using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Tests;

public class SeamsTests
{
    private static readonly GuardEngine Guard = GuardEngine.CreateDefault();

    [Theory]
    [InlineData("my key is AKIAIOSFO", "DNN7EXAMPLQ and more", "secret.aws-access-key")]
    [InlineData("card 4111 1111 11", "11 1111, thanks", "pii.payment-card")]
    public void What_is_cut_over_two_parts_is_found_in_both(string first, string second, string label)
    {
        var found = Inspect(("messages[0].content[9].text", first), ("messages[0].content[10].text", second));
        Assert.Equal(2, found.Count(f => f.Label.StartsWith(label, StringComparison.Ordinal)));
        var (head, tail) = (found.First(f => f.Segment == 0), found.First(f => f.Segment == 1));
        Assert.Equal(first.Length, head.Start + head.Length);
        Assert.Equal(0, tail.Start);
        Assert.Contains("cut over two texts", tail.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("choices[0].message.content", "choices[1].message.content")]
    [InlineData("candidates[0].content.parts[0].text", "candidates[1].content.parts[0].text")]
    [InlineData("messages[0].content[0].text", "messages[0].content[2].text")]
    [InlineData("messages[0].content", "messages[0].name")]
    [InlineData("input", "instructions")]
    public void Texts_that_nobody_reads_as_one_are_not_joined(string first, string second) =>
        Assert.Empty(Inspect((first, "my key is AKIAIOSFO"), (second, "DNN7EXAMPLQ and more")));

    [Fact]
    public void Texts_of_different_speakers_are_not_joined() =>
        Assert.Empty(Guard.Inspect(
        [
            new(0, SegmentRole.User, Provenance.User, "messages[0].content", "my key is AKIAIOSFO".AsMemory()),
            new(1, SegmentRole.Assistant, Provenance.Model, "messages[1].content", "DNN7EXAMPLQ and more".AsMemory()),
        ]).Findings);

    [Fact]
    public void What_lies_in_one_text_is_found_once()
    {
        var found = Inspect(("content[0].text", "mail ana@example.org"), ("content[1].text", "and bob@example.org"));
        Assert.Equal([0, 1], found.Select(f => f.Segment));
    }

    private static IReadOnlyList<Finding> Inspect(params (string Path, string Text)[] texts) =>
        Guard.Inspect([.. texts.Select((t, i) => new Segment(i, SegmentRole.User, Provenance.User, t.Path, t.Text.AsMemory()))]).Findings;
}
