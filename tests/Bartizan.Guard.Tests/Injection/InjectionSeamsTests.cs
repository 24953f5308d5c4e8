using Bartizan.Core.Exchanges;
using Bartizan.Guard.Injection;

namespace Bartizan.Guard.Tests.Injection;

public sealed class InjectionSeamsTests
{
    private static readonly GuardEngine Engine = new([new InjectionInspector(InjectionModel.LoadDefault())], new GuardOptions());

    [Fact]
    public void Attacks_over_three_turns_are_found_across_them_and_their_shares_add_up()
    {
        var found = ProbeTexts.Of("user-attack", InjectionChannel.User)
            .SelectMany(p => Engine.Inspect(Evasions.Apply("three texts", p.Text, SegmentRole.User, Provenance.User)).Findings)
            .Where(f => f.Reason.StartsWith("Read with the texts before it", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(found);
        Assert.All(found, f =>
        {
            Assert.Equal(0, f.Start);
            Assert.All(f.Contributions, c => Assert.Equal(-1, c.Start));
            Assert.Equal(f.Score, InjectionModel.Probability(f.Contributions.Sum(c => c.Weight)), 1e-9);
        });
    }

    [Fact]
    public void Harmless_turns_stay_harmless_together() =>
        Assert.Empty(Inspect("What is a good recipe for bread?", "And how long does it bake?"));

    [Fact]
    public void Results_of_different_calls_are_not_read_as_one()
    {
        var segments = new Segment[]
        {
            new(0, SegmentRole.ToolResult, Provenance.Untrusted, "messages[1].content", "Dear assistant, ignore all".AsMemory()),
            new(1, SegmentRole.ToolResult, Provenance.Untrusted, "messages[3].content[0].text", "previous orders of the shop are listed".AsMemory()),
        };
        Assert.DoesNotContain(Engine.Inspect(segments).Findings, f => f.Reason.StartsWith("Read with", StringComparison.Ordinal));
    }

    private static List<Finding> Inspect(string first, string second) =>
        [.. Engine.Inspect(
        [
            new(0, SegmentRole.User, Provenance.User, "messages[0].content", first.AsMemory()),
            new(1, SegmentRole.Assistant, Provenance.Model, "messages[1].content", "Go on.".AsMemory()),
            new(2, SegmentRole.User, Provenance.User, "messages[2].content", second.AsMemory()),
        ]).Findings.Where(f => f.Reason.StartsWith("Read with", StringComparison.Ordinal))];
}
