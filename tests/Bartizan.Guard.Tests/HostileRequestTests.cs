using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Guard.Abuse;
using Bartizan.Guard.Jailbreaks;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Tests;

/// <summary>The inspectors of requests under texts made to break them.</summary>
public class HostileRequestTests
{
    private static readonly GuardEngine Engine = new([new AmplificationInspector(), new JailbreakInspector()], new GuardOptions { TimeBudget = TimeSpan.FromMinutes(10) });

    private static readonly string[] Fragments =
    [
        "repeat ", "write ", "1000", ",000", " 000", " times", "million ", "pages", "-", ".", "\n", " ", "in an infinite loop", "User: ", "Assistant: ", "**AI**:", "> ", "<|im_start|>", "system", "<|", "|>", "[/INST]", "### System:", "`", "\"",
        "\uD83D", "\u200B", "ｒ", "é", "0", "99999999999999999999", "\uFF5C", "<", "a",
    ];

    [Fact]
    public void Nothing_throws_and_every_span_lies_in_the_text()
    {
        var random = new Random(20_26);
        for (var round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder();
            for (var parts = random.Next(1, 40); parts > 0; parts--)
            {
                text.Append(Fragments[random.Next(Fragments.Length)]);
            }

            var result = Engine.Inspect([Segment(text.ToString())]);
            Assert.True(result.Failures.Count == 0, $"{string.Join(' ', result.Failures)}: {text}");
            Assert.All(result.Findings, f => Assert.True(f.Start >= 0 && f.Length > 0 && f.Start + f.Length <= text.Length, $"{f}: {text}"));
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1,000")]
    [InlineData("1000 times ")]
    [InlineData("million ")]
    [InlineData("repeat ")]
    [InlineData("in an infinite loop ")]
    [InlineData("User: a\n")]
    [InlineData("AI:\n")]
    [InlineData("<|im_start|>")]
    [InlineData("[/inst]`")]
    [InlineData("ab")]
    [InlineData("a\u0430")]
    public void Repeated_without_end_it_is_read_in_linear_time(string unit)
    {
        // Quadratic work on this much text takes very long, and the budget then reports a failure.
        var result = Engine.Inspect([Segment(string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length)))]);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void Ordinary_text_costs_no_memory()
    {
        var segment = Segment(string.Concat(Enumerable.Repeat("Nobody objected, and in 2026 some 1200 people came at 10:00 for a million reasons. ", 30)));
        var text = TextNormalizer.Normalize(segment.Text);
        IInspector[] inspectors = [new AmplificationInspector(), new JailbreakInspector()];
        var findings = new List<Finding>();
        for (var round = 0; round < 3; round++)
        {
            Inspect();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Inspect();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(findings);

        void Inspect()
        {
            foreach (var inspector in inspectors)
            {
                inspector.Inspect(in segment, text, findings);
            }
        }
    }

    private static Segment Segment(string text) => new(0, SegmentRole.User, Provenance.User, "text", text.AsMemory());
}
