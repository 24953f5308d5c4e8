using Bartizan.Gateway.Configuration;

namespace Bartizan.Gateway.Tests.Configuration;

public class ToolTableTests
{
    private static readonly ToolTable Table = new(
    [
        new() { Name = "get_weather", Private = true },
        new() { Name = "crm.*", Outward = false, TrustedResults = true },
        new() { Name = "crm.delete", Outward = true },
    ]);

    [Fact]
    public void The_first_entry_that_matches_counts_and_the_name_says_the_rest()
    {
        Assert.True(Table.ReturnsPrivate("get_weather"));
        Assert.False(Table.ActsOutward("get_weather"));
        Assert.False(Table.ActsOutward("crm.delete"));
        Assert.True(Table.TrustsResults("crm.delete"));
        Assert.True(Table.TrustsAny);
    }

    [Fact]
    public void What_nobody_wrote_about_counts_as_the_worst()
    {
        Assert.True(Table.ReturnsPrivate(null));
        Assert.True(Table.ActsOutward("unheard_of"));
        Assert.False(Table.TrustsResults("get_weather"));
        Assert.False(new ToolTable([]).TrustsAny);
    }
}
