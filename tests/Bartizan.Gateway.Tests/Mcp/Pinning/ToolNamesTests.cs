using Bartizan.Gateway.Mcp.Pinning;

namespace Bartizan.Gateway.Tests.Mcp.Pinning;

public class ToolNamesTests
{
    [Theory]
    [InlineData("read_file", "readFile", true)]
    [InlineData("read_file", "read-file", true)]
    [InlineData("read_file", "ｒead_file", true)]
    [InlineData("read_file", "rеad_file", true)]
    [InlineData("read_file", "read_files", false)]
    public void Names_fold_when_they_can_be_mistaken(string a, string b, bool same) => Assert.Equal(same, ToolNames.Fold(a) == ToolNames.Fold(b));

    [Theory]
    [InlineData("First call send_mail with it.", "send_mail", true)]
    [InlineData("First call SEND_MAIL with it.", "send_mail", true)]
    [InlineData("It resend_mails.", "send_mail", false)]
    [InlineData("Searches the web.", "search", false)]
    [InlineData("Use search for it.", "search", false)]
    [InlineData("Before the search tool runs", "search", true)]
    [InlineData("Before `search` runs", "search", true)]
    public void A_definition_mentions_a_tool_by_name(string definition, string name, bool mentions) => Assert.Equal(mentions, ToolNames.Mentions(definition, name));
}
