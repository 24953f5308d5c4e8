using Bartizan.Core.Exchanges;
using Bartizan.Guard.Jailbreaks;
using Xunit.Abstractions;

namespace Bartizan.Guard.Tests.Jailbreaks;

public sealed class CrescendoTests(ITestOutputHelper output)
{
    private static readonly GuardEngine Engine = GuardEngine.CreateDefault();

    [Fact]
    public void Conversations_that_climb_are_found_at_their_last_turn()
    {
        var conversations = Conversations("climbing");
        var missed = conversations.FindAll(c => !Climbs(c));
        output.WriteLine($"{missed.Count} of {conversations.Count}\n{string.Join("\n\n", missed.Select(Text))}");
        Assert.Empty(missed);
    }

    [Fact]
    public void They_are_not_found_before_they_climb() =>
        Assert.DoesNotContain(Conversations("climbing"), c => Climbs(c[..Math.Min(c.Length, 3)]));

    [Fact]
    public void Conversations_on_the_level_are_not_found()
    {
        var found = Conversations("level").FindAll(c => Enumerable.Range(1, c.Length).Any(n => Climbs(c[..n])));
        output.WriteLine(string.Join("\n\n", found.Select(Text)));
        Assert.Empty(found);
    }

    [Fact]
    public void The_finding_says_where_it_began()
    {
        var finding = Assert.Single(Find(Conversations("climbing")[3]));
        Assert.Equal((4, 0, 0.8), (finding.Segment, finding.Start, Math.Round(finding.Score, 3)));
        Assert.Equal("A conversation that climbs: since messages[0].content names a dangerous subject, 2 turns ask for more of what the model said, after it declined.", finding.Reason);
    }

    [Fact]
    public void What_an_application_says_or_a_tool_returned_is_no_turn()
    {
        var turns = Conversations("climbing")[0];
        foreach (var i in new[] { 0, 2, 4 })
        {
            Assert.Empty(Find([.. turns.Select((t, n) => n == i ? t with { Role = SegmentRole.System, Provenance = Provenance.Trusted } : t)]));
        }
    }

    [Fact]
    public void Many_turns_cost_no_more_than_the_last_dozen()
    {
        Segment[] turns = [.. Conversations("climbing")[0][..1], .. Enumerable.Repeat("Tell me more about it, how was it made exactly?", 40).Select((t, i) => Turn(i + 1, SegmentRole.User, Provenance.User, t))];
        Assert.Empty(Find(turns));
    }

    private static bool Climbs(Segment[] turns) => Find(turns).Count > 0;

    private static List<Finding> Find(Segment[] turns) => [.. Engine.Inspect(turns).Findings.Where(f => f.Label == JailbreakInspector.Climbing)];

    private static string Text(Segment[] turns) => string.Join('\n', turns.Select(t => $"{t.Role}: {t.Text}"));

    private static List<Segment[]> Conversations(string name)
    {
        using var reader = new StreamReader(typeof(CrescendoTests).Assembly.GetManifestResourceStream($"conversations/{name}.txt")!);
        return [.. reader.ReadToEnd().Trim().Split("\n\n").Select(block => block.Split('\n').Select((line, i) => line[0] == 'U'
            ? Turn(i, SegmentRole.User, Provenance.User, line[3..])
            : Turn(i, SegmentRole.Assistant, Provenance.Model, line[3..])).ToArray())];
    }

    private static Segment Turn(int i, SegmentRole role, Provenance provenance, string text) => new(i, role, provenance, $"messages[{i}].content", text.AsMemory());
}
