using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Tests.Streaming;

public class LinearWorkTests
{
    private const int Length = 60_000;

    // What a character may cost at most: ten detectors, two readings, and a candidate read again as it grows.
    private const int WorkPerCharacter = 800;
    private const int MaxHeld = 64 * 1024;

    public static TheoryData<string> Hostile => new(
        "1", "1 ", "1-", "1.", "(1)", "+1", "@", "a@", "a.", "a@b.", "-", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----D", "-----END ", "A", "AKIA", "eyJ", "eyJa.",
        "sk-", "sk-ant-", "=", "QUFB", "41", "[", "](", "![", "](https://a/", "<img ", "<img src=", "<img src=\"https://a/?", "%41", "%4", "&#", "&#65;", "\\u0041", "\u200B", "\uDB40\uDC41", "\uD83D", "\u0301", "e\u0301", "GB82 ", "QQ ", "a:", "a::", "://", "a://b", "a://b:c@", "a://b:", "1234567:A", "sha256~A", "AccountKey=", "0:", "xoxb-", "javascript:", "](javascript:", "=data:text/html", "://a.", "://paypal.com.", "://xn--a.", "://%41", "fm2_", "fm2_=", "bedrock-api-key-=",
        "Mr. ", "Anna ", "Anna\n", "12 ", "12 Baker ", "12 rue ", "Apt. 1 ", "My name is ", "van ", "password=", "password '", "--user ", "identified by ", "J. ", "Name: A B\n", "'s ");

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_stream_fed_by_single_characters_costs_linear_work_and_bounded_memory(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, (Length / unit.Length) + 1));
        var stream = Inspecting.Engine.OpenStream(SegmentRole.Assistant, Provenance.Model, 0);
        var held = 0;
        for (var i = 0; i < Length; i++)
        {
            stream.Append(text.AsSpan(i, 1));
            held = Math.Max(held, stream.Held);
        }

        stream.Complete();
        Assert.Empty(stream.Failures);
        Assert.InRange(stream.Work, 0, (long)Length * WorkPerCharacter);
        Assert.InRange(held, 0, MaxHeld);
    }

    [Fact]
    public void A_private_key_that_never_ends_is_settled_at_its_limit()
    {
        var stream = Inspecting.Engine.OpenStream(SegmentRole.Assistant, Provenance.Model, 0);
        stream.Append("-----BEGIN PRIVATE KEY-----\n");
        Assert.Equal(0, stream.Append(Inspecting.Token("", 8_000)));
        stream.Append(Inspecting.Token("", 30_000));
        var found = Assert.Single(stream.Findings, f => f.Label == "secret.private-key");
        Assert.Equal(16 * 1024, found.Length);
    }

    [Fact]
    public void Clean_prose_holds_little_more_than_its_last_word()
    {
        var stream = Inspecting.Engine.OpenStream(SegmentRole.Assistant, Provenance.Model, 0);
        const string Prose = "Nobody objected, and the work went on until late in the evening. ";
        for (var i = 0; i < 2_000; i++)
        {
            var fed = stream.Append(Prose.AsSpan(i % Prose.Length, 1));
            Assert.InRange(fed, i + 1 - 12, i + 1);
        }
    }
}
