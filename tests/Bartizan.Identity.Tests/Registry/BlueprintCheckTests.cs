using Bartizan.Identity.Registry;
using Bartizan.Policy.Schema;

namespace Bartizan.Identity.Tests.Registry;

public class BlueprintCheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    private static readonly PolicySchema Schema = PolicySchema.Parse(
        "entity Agent; entity Model; action invokeModel appliesTo { principal: [Agent], resource: [Model], context: { injection: Long } };", "test");

    [Fact]
    public void One_in_which_all_is_right_is_fine() => Assert.Empty(BlueprintCheck.Check(Draft(), Schema, Now));

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_each_with_its_setting()
    {
        var wrong = new BlueprintDraft
        {
            Name = "Billing",
            Owner = "",
            Sponsor = new string('x', 101),
            Code = "sha256:ABC",
            Models = ["ok", "a b"],
            Tools = [.. Enumerable.Repeat("t", 65)],
            Ceiling = "permit (principal, action, resource) when { context.nothing };",
            Depth = 5,
            Lifetime = TimeSpan.FromSeconds(301),
            Review = TimeSpan.FromHours(3),
            Expires = Now,
        };
        var settings = BlueprintCheck.Check(wrong, Schema, Now).Select(e => e.What.Split(':')[0]).ToList();
        Assert.Equal(["name", "owner", "sponsor", "code", "models", "tools", "depth", "lifetime", "review", "expires", "ceiling"], settings);
    }

    [Theory]
    [InlineData("permit (principal, action")]
    [InlineData("forbid (principal, action, resource);")]
    [InlineData("@mode(\"shadow\") permit (principal, action, resource);")]
    [InlineData("")]
    public void A_ceiling_must_be_readable_and_permit_something(string ceiling) =>
        Assert.All(BlueprintCheck.Check(Draft() with { Ceiling = ceiling }, Schema, Now), e => Assert.StartsWith("ceiling: ", e.What, StringComparison.Ordinal));

    [Theory]
    [InlineData("")]
    [InlineData("forbid (principal, action, resource);")]
    public void And_what_permits_nothing_is_an_error(string ceiling) => Assert.NotEmpty(BlueprintCheck.Check(Draft() with { Ceiling = ceiling }, Schema, Now));

    [Fact]
    public void Hostile_ceilings_are_refused_in_words_however_large_or_deep()
    {
        string[] hostile =
        [
            new(' ', BlueprintCheck.LongestCeiling + 1),
            string.Concat(Enumerable.Repeat("permit (principal, action, resource);", BlueprintCheck.MostPolicies + 1)),
            "permit (principal, action, resource) when { " + new string('(', 20_000) + "true" + new string(')', 20_000) + " };",
            "permit (principal, action, resource) when { " + string.Concat(Enumerable.Repeat("!", 30_000)) + "true };",
            "permit (principal, action, resource) when { " + string.Concat(Enumerable.Repeat("[", 20_000)),
        ];
        Assert.All(hostile, ceiling => Assert.NotEmpty(BlueprintCheck.Check(Draft() with { Ceiling = ceiling }, Schema, Now)));
    }

    [Theory]
    [InlineData("billing", true)]
    [InlineData("a.b_c-1", true)]
    [InlineData("-billing", false)]
    [InlineData("b\u0456lling", false)]
    [InlineData("billing\u202egnp", false)]
    [InlineData("", false)]
    public void Names_have_no_letters_that_look_like_others(string name, bool isRight) =>
        Assert.Equal(isRight, !BlueprintCheck.Check(Draft() with { Name = name }, Schema, Now).Any());

    private static BlueprintDraft Draft() => new()
    {
        Name = "billing",
        Owner = "ada",
        Sponsor = "grace",
        Code = "sha256:" + new string('a', 64),
        Models = ["gpt-*"],
        Ceiling = "permit (principal, action, resource) when { context.injection < 500 };",
        Review = TimeSpan.FromDays(90),
        Expires = Now.AddDays(100),
    };
}
