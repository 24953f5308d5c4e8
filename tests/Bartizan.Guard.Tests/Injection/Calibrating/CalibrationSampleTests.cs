using Bartizan.Core.Calibrations;
using Bartizan.Core.Exchanges;
using Bartizan.Guard.Injection;
using Bartizan.Guard.Injection.Calibrating;

namespace Bartizan.Guard.Tests.Injection.Calibrating;

/// <summary>What counts as benign.</summary>
public sealed class CalibrationSampleTests
{
    private const string Model = "2-test";

    private readonly CalibrationSample _sample = new(Model, null);

    [Fact]
    public void A_text_counts_once_however_often_a_conversation_repeats_it()
    {
        Add(Verdict.Allow, Text('a', 10));
        Add(Verdict.Redact, Text('a', 10), Text('b', 20));
        Add(Verdict.Allow, Text('b', 20), Text('b', 20));
        Assert.Equal([(10, TextKind.Passed), (20, TextKind.Passed)], Of(InjectionChannel.User));
    }

    [Fact]
    public void Channels_are_told_apart_by_who_wrote_the_text()
    {
        Add(Verdict.Allow, Text('a', 10), Text('a', 30) with { Role = SegmentRole.ToolResult, Provenance = Provenance.Untrusted });
        Assert.Equal([(10, TextKind.Passed)], Of(InjectionChannel.User));
        Assert.Equal([(30, TextKind.Passed)], Of(InjectionChannel.Data));
    }

    [Theory]
    [InlineData(Verdict.Block)]
    [InlineData(Verdict.Hold)]
    public void Of_what_was_refused_only_the_text_with_the_finding_is_kept_to_be_looked_at(Verdict verdict)
    {
        Add(verdict, Text('a', 10), Text('b', 900_000, "injection.certain"), Text('c', 20, "secret.jwt"));
        Assert.Equal([(900_000, TextKind.Unreviewed)], Of(InjectionChannel.User));
    }

    [Fact]
    public void A_persons_word_outweighs_what_was_decided_and_in_whatever_order_it_is_read()
    {
        Add(Verdict.Block, Text('a', 900_000, "injection.certain"));
        Add(new ExchangeMark("exc", false, "ada", default), Verdict.Block, Text('a', 900_000, "injection.certain"));
        Add(Verdict.Allow, Text('b', 40), Text('c', 50));
        Add(new ExchangeMark("exc", true, "ada", default), Verdict.Allow, Text('b', 40), Text('c', 50));
        Add(Verdict.Allow, Text('c', 50));
        Assert.Equal([(40, TextKind.Passed), (50, TextKind.Attack), (900_000, TextKind.Benign)], Of(InjectionChannel.User));
    }

    [Fact]
    public void Scores_of_another_model_and_of_none_are_left_out_and_counted()
    {
        _sample.Add(new ScoredExchange("exc", Verdict.Allow, null, "1-old", [Text('a', 10)], null), null);
        _sample.Add(new ScoredExchange("exc", Verdict.Allow, null, null, null, null), null);
        Assert.Empty(Of(InjectionChannel.User));
        Assert.Equal((0, 2), (_sample.Exchanges, _sample.OtherModels));
    }

    [Fact]
    public void A_system_has_its_own_texts_and_is_named_to_others()
    {
        var own = new CalibrationSample(Model, "shop");
        own.Add(new ScoredExchange("exc", Verdict.Allow, new Dictionary<string, string> { ["system"] = "desk" }, Model, [Text('a', 10)], null), null);
        own.Add(new ScoredExchange("exc", Verdict.Allow, new Dictionary<string, string> { ["system"] = "shop" }, Model, [Text('b', 20)], null), null);
        own.Add(new ScoredExchange("exc", Verdict.Allow, null, Model, [Text('c', 30)], null), null);
        Assert.Equal([(20, TextKind.Passed)], own.Of(InjectionChannel.User));
        Assert.Equal(["desk", "shop"], own.Systems);
    }

    [Fact]
    public void Texts_that_were_not_judged_and_damaged_digests_are_passed_over()
    {
        Add(Verdict.Allow, Text('a', 10) with { Injection = null }, Text('b', 10) with { Digest = "00" }, Text('c', 10) with { Digest = new string('z', 64) });
        Assert.Empty(Of(InjectionChannel.User));
    }

    private IEnumerable<(int Score, TextKind Kind)> Of(InjectionChannel channel) => _sample.Of(channel).Order();

    private void Add(Verdict verdict, params ScoredText[] texts) => Add(null, verdict, texts);

    private void Add(ExchangeMark? mark, Verdict verdict, params ScoredText[] texts) => _sample.Add(new ScoredExchange("exc", verdict, null, Model, texts, null), mark);

    private static ScoredText Text(char digest, int score, params string[] labels) =>
        new(SegmentRole.User, Provenance.User, new string(digest, 64), score, [.. labels.Select(l => new ScoredLabel(l))]);
}
