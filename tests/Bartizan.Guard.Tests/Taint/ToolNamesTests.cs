using Bartizan.Guard.Taint;

namespace Bartizan.Guard.Tests.Taint;

public class ToolNamesTests
{
    [Theory]
    [InlineData("read_file", false)]
    [InlineData("getCustomerByID", false)]
    [InlineData("crm.lookup-account", false)]
    [InlineData("search_web", true)]
    [InlineData("fetch_url", true)]
    [InlineData("send_email", true)]
    [InlineData("sendEmail", true)]
    [InlineData("get_and_send_report", true)]
    [InlineData("frobnicate", true)]
    [InlineData("", true)]
    [InlineData("reader", true)]
    public void A_tool_acts_outward_unless_its_name_says_that_it_only_reads(string name, bool outward) => Assert.Equal(outward, ToolNames.ActsOutward(name));

    [Theory]
    [InlineData("get_weather", false)]
    [InlineData("read_inbox", true)]
    [InlineData("news_of_customer", true)]
    [InlineData("frobnicate", true)]
    public void What_a_tool_returns_is_private_unless_its_name_says_that_it_is_public(string name, bool isPrivate) => Assert.Equal(isPrivate, ToolNames.ReturnsPrivate(name));

    [Fact]
    public void A_name_beyond_all_measure_counts_as_the_worst()
    {
        var name = "get_weather_" + new string('a', 10_000);
        Assert.True(ToolNames.ActsOutward(name));
        Assert.True(ToolNames.ReturnsPrivate(name));
    }
}
