using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Guard.Injection;
using Bartizan.Testing;
using Xunit.Abstractions;

namespace Bartizan.Guard.Tests.Injection;

/// <summary>What is found in plain words is found in disguise too: docs/guard-model.md has the table.</summary>
public sealed class EvasionTests(ITestOutputHelper output)
{
    private static readonly GuardEngine Engine = new([new InjectionInspector(InjectionModel.LoadDefault())], new GuardOptions());

    public static TheoryData<string> Names => [.. Evasions.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Own_probes_that_are_found_plain_are_found_in_disguise(string evasion) =>
        Check(evasion, [.. ProbeTexts.Of("user-attack", InjectionChannel.User), .. ProbeTexts.Of("data-attack", InjectionChannel.Data)]);

    [SharedDataTheory("redteam")]
    [MemberData(nameof(Names))]
    public void Red_team_probes_that_are_found_plain_are_found_in_disguise(string evasion) => Check(evasion, RedTeam());

    private void Check(string evasion, List<(string Text, InjectionChannel Channel)> probes)
    {
        var found = probes.FindAll(p => System.Text.Ascii.IsValid(p.Text) && Fires([Plain(p)]));
        var missed = found.FindAll(p => !Fires(Evasions.Apply(evasion, p.Text, Role(p.Channel), Owner(p.Channel))));
        output.WriteLine($"{evasion}: {missed.Count} of {found.Count} are missed\n{string.Join('\n', missed.Select(p => p.Text))}");
        Assert.True(found.Count >= 50, $"{found.Count} texts are too few to say anything");
        Assert.True(missed.Count <= Math.Ceiling(found.Count * 0.03), $"{evasion}: {missed.Count} of {found.Count} are missed");
    }

    // Those in plain words: the others are disguised already.
    private static List<(string Text, InjectionChannel Channel)> RedTeam() =>
        [.. File.ReadLines(Path.Combine(SharedData.Require("redteam"), "probes_own_dev.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(row => row.GetProperty("label").GetString() == "attack" && row.GetProperty("technique").GetString() is not ("b64" or "rot" or "reverse" or "zw" or "tags"))
            .Select(row => (row.GetProperty("prompt").GetString()!, row.GetProperty("channel").GetString() == "direct" ? InjectionChannel.User : InjectionChannel.Data))];

    private static bool Fires(Segment[] segments)
    {
        var result = Engine.Inspect(segments);
        Assert.Empty(result.Failures);
        return result.Findings.Any(f => f.Inspector == "injection");
    }

    private static Segment Plain((string Text, InjectionChannel Channel) probe) => new(0, Role(probe.Channel), Owner(probe.Channel), "messages[0].content", probe.Text.AsMemory());

    private static SegmentRole Role(InjectionChannel channel) => channel == InjectionChannel.User ? SegmentRole.User : SegmentRole.ToolResult;

    private static Provenance Owner(InjectionChannel channel) => channel == InjectionChannel.User ? Provenance.User : Provenance.Untrusted;
}
