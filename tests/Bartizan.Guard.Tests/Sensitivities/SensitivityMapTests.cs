using Bartizan.Core.Exchanges;
using Bartizan.Guard.Sensitivities;

namespace Bartizan.Guard.Tests.Sensitivities;

public class SensitivityMapTests
{
    [Theory]
    [InlineData("secret.aws-access-key", Sensitivity.Restricted)]
    [InlineData("pii.iban", Sensitivity.Confidential)]
    [InlineData("pii.uk-nhs", Sensitivity.Confidential)]
    [InlineData("pii.custom.project", Sensitivity.Confidential)]
    [InlineData("pii.email", Sensitivity.Internal)]
    [InlineData("injection", Sensitivity.Public)]
    [InlineData("url.look-alike", Sensitivity.Public)]
    public void A_finding_stands_for_the_label_of_the_narrowest_family_that_is_named(string label, Sensitivity expected) =>
        Assert.Equal(expected, SensitivityMap.BuiltIn.Of(label));

    [Fact]
    public void What_a_person_wrote_goes_before_what_is_built_in_and_narrow_before_wide()
    {
        var map = new SensitivityMap(new Dictionary<string, Sensitivity>
        {
            ["*"] = Sensitivity.Internal,
            ["pii.email"] = Sensitivity.Restricted,
            ["pii.custom.*"] = Sensitivity.Public,
        });
        Assert.Equal(Sensitivity.Restricted, map.Of("pii.email"));
        Assert.Equal(Sensitivity.Public, map.Of("pii.custom.project"));
        Assert.Equal(Sensitivity.Confidential, map.Of("pii.iban"));
        Assert.Equal(Sensitivity.Internal, map.Of("injection"));
    }

    [Fact]
    public void The_highest_finding_counts_and_tokens_do_not()
    {
        Finding[] findings = [Found("pii.email"), Found("pii.iban"), Found("injection")];
        Assert.Equal(Sensitivity.Confidential, SensitivityMap.BuiltIn.Of(findings));
        Assert.Equal(Sensitivity.Internal, SensitivityMap.BuiltIn.Of([findings[0], findings[1] with { Token = "ZZ00" }]));
        Assert.Equal(Sensitivity.Public, SensitivityMap.BuiltIn.Of([]));
    }

    [Fact]
    public void Every_label_of_personal_data_that_is_named_exists()
    {
        var known = EntityCatalogue.All.Select(e => e.Label).ToHashSet(StringComparer.Ordinal);
        var named = GuardContent.Read<Dictionary<string, string>>("sensitivity/findings.json").Keys.Where(l => l.StartsWith("pii.", StringComparison.Ordinal) && l != "pii.*");
        Assert.Empty(named.Except(known));
    }

    private static Finding Found(string label) => new() { Label = label, Score = 1, Segment = 0, Start = 0, Length = 1, Reason = "", Inspector = "test" };
}
