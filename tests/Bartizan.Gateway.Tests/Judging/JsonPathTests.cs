using System.Text.Json;
using Bartizan.Gateway.Judging;

namespace Bartizan.Gateway.Tests.Judging;

public sealed class JsonPathTests
{
    [Theory]
    [InlineData("score", "1")]
    [InlineData("results[1].score", "3")]
    [InlineData("results[0]", "{\"score\":2}")]
    [InlineData("deep[0][1].x", "6")]
    [InlineData("none", null)]
    [InlineData("score.more", null)]
    [InlineData("results[2]", null)]
    [InlineData("results.score", null)]
    public void It_finds_what_stands_there(string path, string? expected)
    {
        using var document = JsonDocument.Parse("""{"score":1,"results":[{"score":2},{"score":3}],"deep":[[4,{"x":6}]]}""");
        Assert.Equal(expected, JsonPath.TryParse(path)!.Find(document.RootElement)?.GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("a[")]
    [InlineData("a[x]")]
    [InlineData("a[-1]")]
    [InlineData("a[1]b")]
    [InlineData("[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]")]
    public void What_is_no_path_is_none(string path) => Assert.Null(JsonPath.TryParse(path));
}
