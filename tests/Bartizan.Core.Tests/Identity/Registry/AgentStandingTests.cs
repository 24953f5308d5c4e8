using Bartizan.Core.Identity.Registry;

namespace Bartizan.Core.Tests.Identity.Registry;

public class AgentStandingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
    private static readonly BlueprintFacts Fine = new(false, true, true, Now.AddDays(1), Now.AddDays(2));

    [Fact]
    public void It_works_when_nothing_stands_against_it_and_is_suspended_for_whatever_does()
    {
        Assert.Equal(SuspensionCause.None, Cause(new(null, false, null)));
        Assert.Equal(SuspensionCause.None, Cause(new(null, true, Fine)));
        Assert.Equal(SuspensionCause.NoBlueprint, Cause(new(null, true, null)));
        Assert.Equal(SuspensionCause.BlueprintRetired, Cause(new(null, false, Fine with { IsRetired = true })));
        Assert.Equal(SuspensionCause.OwnerInactive, Cause(new(null, false, Fine with { OwnerIsLive = false })));
        Assert.Equal(SuspensionCause.SponsorInactive, Cause(new(null, false, Fine with { SponsorIsLive = false })));
        Assert.Equal(SuspensionCause.ByPerson, Cause(new("stop", false, Fine with { IsRetired = true })));
    }

    [Theory]
    [InlineData(1, 2, SuspensionCause.BlueprintExpired)]
    [InlineData(2, 1, SuspensionCause.ReviewOverdue)]
    public void Time_alone_suspends_it_at_the_moment_that_is_told(int expires, int review, SuspensionCause cause)
    {
        var standing = AgentStanding.Of(new(null, false, Fine with { Expires = Now.AddDays(expires), ReviewDue = Now.AddDays(review) }));
        Assert.True(standing.WorksAt(Now.AddDays(1).AddTicks(-1)));
        Assert.Equal(cause, standing.CauseAt(Now.AddDays(1)));
        Assert.NotNull(standing.ReasonAt(Now.AddDays(1)));
        Assert.Null(standing.ReasonAt(Now));
    }

    [Fact]
    public void Every_cause_has_words_of_its_own()
    {
        StandingFacts[] facts =
        [
            new("stop", false, null), new(null, true, null), new(null, false, Fine with { IsRetired = true }), new(null, false, Fine with { OwnerIsLive = false }),
            new(null, false, Fine with { SponsorIsLive = false }), new(null, false, Fine with { Expires = Now }), new(null, false, Fine with { ReviewDue = Now }),
        ];
        var words = facts.Select(f => AgentStanding.Of(f).ReasonAt(Now)).ToList();
        Assert.Equal(Enum.GetValues<SuspensionCause>().Length - 1, words.Distinct().Count());
        Assert.DoesNotContain(null, words);
    }

    private static SuspensionCause Cause(in StandingFacts facts) => AgentStanding.Of(facts).CauseAt(Now);
}
