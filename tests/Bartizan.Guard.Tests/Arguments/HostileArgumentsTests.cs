using System.Text;
using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Tests.Arguments;

public class HostileArgumentsTests
{
    private static readonly string[] Fragments =
    [
        "command: ", "path: ", "url: ", "query: ", "text: ", "{", "}", "\"", "\\", "\\u00", "\\u0041", ":", "\n", " ", "\0", "%", "%2", "%25", "%c0%", "..", "/", "../", "//", "@", "[", "]", "::", "0x", "1.", ".env", "/etc/", "curl ", "| sh",
        "$(", "`", ";", "&&", "rm -rf ", "'", "or ", "1=1", "--", "/*", "/*!5", "*/", "union select ", "${IFS}", "$IFS", "\\\n", "\uD800", "\u3002", "\u0661", "é", "//[", "nip.io", "a-b", "http://", "169.254.", "....", "..;", "#",
    ];

    [Fact]
    public void Nothing_throws_and_every_span_lies_in_the_text()
    {
        var random = new Random(20_26);
        for (var round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder();
            for (var parts = random.Next(1, 24); parts > 0; parts--)
            {
                text.Append(Fragments[random.Next(Fragments.Length)]);
            }

            var segment = new Segment(0, SegmentRole.ToolCall, Provenance.Model, "arguments", text.ToString().AsMemory());
            var result = Inspecting.Engine.Inspect([segment]);
            Assert.True(result.Failures.Count == 0, $"{string.Join(' ', result.Failures)}: {text}");
            Assert.All(result.Findings, f => Assert.True(f.Start >= 0 && f.Length > 0 && f.Start + f.Length <= text.Length, $"{f}: {text}"));
        }
    }

    public static TheoryData<string> Units => new(
        "curl ", "curl a|", "..", "../", ".env", ".env/", "//", "//[", "/etc/shadow", "or ", "or(", "or 1=", "'", "/*", "union ", "; ", "$(", "`", "rm -rf ", "%25", "169.254.", "a: ", "a:\n", "\"a\":", "\\u0041", "| sh", "powershell -", "bash -i ", "mkfifo ", "find / ");

    [Theory]
    [MemberData(nameof(Units))]
    public void Repeated_without_end_it_is_read_in_linear_time(string unit)
    {
        // Quadratic work on this much text takes very long, and the budget then reports a failure.
        var text = string.Concat(Enumerable.Repeat(unit, 400_000 / unit.Length));
        foreach (var prefix in new[] { "", "command: ", "path: ", "{\"path\":\"" })
        {
            var segment = new Segment(0, SegmentRole.ToolCall, Provenance.Model, "arguments", (prefix + text).AsMemory());
            Assert.DoesNotContain(Bounded(segment).Failures, f => f.Inspector == "tool-arguments");
        }
    }

    [Fact]
    public void Ordinary_arguments_cost_no_memory()
    {
        var segment = new Segment(0, SegmentRole.ToolCall, Provenance.Model, "arguments", "path: docs/report.pdf\ncommand: npm test | tail -40\nquery: SELECT a FROM b WHERE c = 'd'\nurl: https://example.com/a?b=c\n".AsMemory());
        var text = Guard.Normalization.TextNormalizer.Normalize(segment.Text);
        var inspector = new Guard.Arguments.ToolArgumentInspector();
        var findings = new List<Finding>();
        // The automata of patterns grow as they are used, also by tests beside this one: what is asked is that a call can do without.
        var least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            inspector.Inspect(in segment, text, findings);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Empty(findings);
    }

    private static InspectionResult Bounded(Segment segment) => new GuardEngine([new Guard.Arguments.ToolArgumentInspector()], new GuardOptions { TimeBudget = TimeSpan.FromMinutes(10) }).Inspect([segment]);
}
