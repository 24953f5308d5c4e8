using Bartizan.Core.Exchanges;

namespace Bartizan.Core.Tests.Exchanges;

public class FindingTests
{
    [Theory]
    [InlineData("pii.email", "pii.email", true)]
    [InlineData("pii.email", "pii.*", true)]
    [InlineData("pii.email", "*", true)]
    [InlineData("pii.email", "pii.ema*", false)]
    [InlineData("piix.email", "pii.*", false)]
    [InlineData("pii.email", "pii.* except pii.person pii.address", true)]
    [InlineData("pii.person", "pii.* except pii.person pii.address", false)]
    [InlineData("pii.address", "pii.* except pii.person pii.address", false)]
    [InlineData("secret.jwt", "pii.* except pii.person", false)]
    [InlineData("pii.custom.badge", "* except pii.custom.*", false)]
    [InlineData("pii.email", "* except pii.custom.*", true)]
    public void A_pattern_names_a_label_a_family_or_a_family_without_some(string label, string pattern, bool matches) =>
        Assert.Equal(matches, Finding.LabelMatches(label, pattern));
}
