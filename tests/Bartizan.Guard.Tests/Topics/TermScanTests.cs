using Bartizan.Core.Exchanges;
using Bartizan.Guard.Topics;

namespace Bartizan.Guard.Tests.Topics;

public class TermScanTests
{
    private static readonly TermList Gambling = new() { Name = "gambling", Words = ["bet", "casino", "roulette", "slot machine", "赌博"] };
    private static readonly TermList Globex = new() { Name = "globex", Kind = TermListKind.Competitor, Words = ["Globex", "Globex Cloud", "initech"] };
    private static readonly GuardEngine Engine = new([], new GuardOptions { Topics = [Gambling, Globex] });

    [Theory]
    [InlineData("I bet you know a good casino.", "topic.gambling:casino")]
    [InlineData("The CASINO has a Slot-Machine, and another slot machine and roulette.", "topic.gambling:Slot-Machine")]
    [InlineData("A bet is a bet is a bet.")]
    [InlineData("The alphabet of slots, casinos and machines.")]
    [InlineData("澳门的赌博和casino", "topic.gambling:casino")]
    [InlineData("сasino or r\u200boulette", "topic.gambling:r\u200boulette")]
    [InlineData("GLOBEX and Initech's offer", "competitor.globex:GLOBEX")]
    [InlineData("ask Globex, not globexx", "competitor.globex:Globex")]
    [InlineData("on Globex Cloud!", "competitor.globex:Globex Cloud", "competitor.globex:Globex")]
    public void Topics_are_found_by_several_terms_and_competitors_by_one(string text, params string[] expected) =>
        Assert.Equal(expected, Find(text).Select(f => $"{f.Label}:{text.Substring(f.Start, f.Length)}"));

    [Theory]
    [InlineData(SegmentRole.User, 1)]
    [InlineData(SegmentRole.Assistant, 1)]
    [InlineData(SegmentRole.System, 0)]
    [InlineData(SegmentRole.Document, 0)]
    [InlineData(SegmentRole.ToolResult, 0)]
    public void What_users_and_models_say_is_read(SegmentRole role, int findings) =>
        Assert.Equal(findings, Engine.Inspect([new Segment(0, role, Provenance.User, "x", "Globex".AsMemory())]).Findings.Count);

    [Fact]
    public void How_a_text_is_cut_changes_nothing_and_what_settled_stays_clean()
    {
        const string Text = "Go to Globex Cloud, or bet in a casino near the Globex\u200b Cloud slot machine; ask Initech or globex cloud";
        var whole = Find(Text);
        var random = new Random(20261121);
        for (var round = 0; round < 300; round++)
        {
            var scan = Assert.Single(Engine.OpenScans(null, SegmentRole.Assistant, 0));
            var (settled, seen) = (0, 0);
            for (var at = 0; at < Text.Length;)
            {
                var length = Math.Min(random.Next(1, 9), Text.Length - at);
                scan.Append(Text.AsSpan(at, length));
                at += length;
                Assert.All(scan.Findings.Skip(seen), f => Assert.True(f.Start >= settled));
                (settled, seen) = (Math.Max(settled, scan.Settled), scan.Findings.Count);
            }

            scan.Complete();
            Assert.Equal(whole.Select(Key), scan.Findings.Select(Key));
        }

        static (string, int, int) Key(Finding f) => (f.Label, f.Start, f.Length);
    }

    [Theory]
    [InlineData("Gambling", "guard.topics[0].name: 'Gambling' is no name.", "bet", "casino")]
    [InlineData("gambling", "guard.topics[0].words: there are none.")]
    [InlineData("gambling", "guard.topics[0].words: '...' cannot be looked for.", "bet", "...")]
    [InlineData("gambling", "guard.topics[0].atLeast: 2 is out of range.", "bet")]
    public void Mistakes_are_told(string name, string expected, params string[] words) =>
        Assert.Equal(expected, Assert.Single(TermLists.Check([new TermList { Name = name, Words = words }])).What);

    private static IReadOnlyList<Finding> Find(string text) => Engine.Inspect([new Segment(0, SegmentRole.User, Provenance.User, "x", text.AsMemory())]).Findings;
}
