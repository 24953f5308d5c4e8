using System.Text.Json;
using Bartizan.Gateway.Judging;

namespace Bartizan.Gateway.Tests.Judging;

public sealed class JsonPathTests
{
    [Theory]
    [InlineData("score", "1")]
    [InlineData("results[1].score", "3")]
    [InlineData("results[0]", "{\"is\":\"safe\",\"score\":2}")]
    [InlineData("results[is=attack].score", "3")]
    [InlineData("results[is=].score", "4")]
    [InlineData("deep[0][1].x", "6")]
    [InlineData("none", null)]
    [InlineData("score.more", null)]
    [InlineData("score[is=attack]", null)]
    [InlineData("results[3]", null)]
    [InlineData("results[is=other]", null)]
    [InlineData("results[score=2]", null)]
    [InlineData("results.score", null)]
    public void It_finds_what_stands_there(string path, string? expected)
    {
        using var document = JsonDocument.Parse("""{"score":1,"results":[{"is":"safe","score":2},{"is":"attack","score":3},{"is":"","score":4}],"deep":[[4,{"x":6}]]}""");
        Assert.Equal(expected, JsonPath.TryParse(path)!.Find(document.RootElement)?.GetRawText());
    }

    [Fact]
    public void A_list_may_be_the_whole()
    {
        using var document = JsonDocument.Parse("""[[{"label":"A","score":5}]]""");
        Assert.Equal("5", JsonPath.TryParse("[0][label=A].score")!.Find(document.RootElement)?.GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("a[")]
    [InlineData("a[]")]
    [InlineData("a[x]")]
    [InlineData("a[=x]")]
    [InlineData("a[-1]")]
    [InlineData("a[1]b")]
    [InlineData("a[99999999999]")]
    [InlineData("[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]")]
    public void What_is_no_path_is_none(string path) => Assert.Null(JsonPath.TryParse(path));
}
