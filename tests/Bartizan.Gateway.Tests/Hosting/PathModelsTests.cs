using Bartizan.Gateway.Hosting;

namespace Bartizan.Gateway.Tests.Hosting;

public class PathModelsTests
{
    [Theory]
    [InlineData("amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0")]
    [InlineData("amazon.nova-lite-v1%3A0", "amazon.nova-lite-v1:0")]
    [InlineData("amazon.nova-lite-v1%3a0", "amazon.nova-lite-v1:0")]
    [InlineData("arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aprompt%2FABC%3A1", "arn:aws:bedrock:us-east-1:1:prompt/ABC:1")]
    public void Names_of_versions_and_resources_are_decoded_once(string sent, string name) => Assert.Equal(name, PathModels.Decode(sent));

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a%252Fb")]
    [InlineData("a%253A0")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a%2F..%2Fb")]
    [InlineData("a%2F.%2Fb")]
    [InlineData("a%2F%2Fb")]
    [InlineData("%2Fa")]
    [InlineData("a%2F")]
    [InlineData("a..b")]
    [InlineData("%61")]
    [InlineData("a%2Eb")]
    [InlineData("a%3Fb")]
    [InlineData("a%23b")]
    [InlineData("a%00b")]
    [InlineData("a%0D%0Ab")]
    [InlineData("a%5Cb")]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("a%")]
    [InlineData("a%2")]
    [InlineData("a@b")]
    [InlineData("\u00E9")]
    public void What_is_not_plain_is_no_name(string sent) => Assert.Null(PathModels.Decode(sent));

    [Theory]
    [InlineData("/openai/../bedrock/model/a/converse")]
    [InlineData("/bedrock/model/x/../a/converse")]
    [InlineData("/bedrock/./model/a/converse")]
    [InlineData("//bedrock/model/a/converse")]
    [InlineData("/bedrock/model/%61/converse")]
    [InlineData("http://elsewhere.example/bedrock/model/a/converse")]
    public void A_path_that_only_becomes_one_of_ours_by_tidying_it_is_not_ours(string sent) => Assert.Null(GatewayRoutes.Find("/bedrock/model/a/converse", sent));

    [Fact]
    public void A_name_has_an_end()
    {
        Assert.NotNull(PathModels.Decode(new string('a', 256)));
        Assert.Null(PathModels.Decode(new string('a', 257)));
    }
}
