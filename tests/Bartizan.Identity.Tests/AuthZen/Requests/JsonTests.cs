using System.Text;
using Bartizan.Core.Results;
using Bartizan.Identity.AuthZen.Requests;

namespace Bartizan.Identity.Tests.AuthZen.Requests;

public sealed class JsonTests
{
    [Theory]
    [InlineData("""{"a": {"b": [1]}}""", true)]
    [InlineData("""{"a": {"b": [[1]]}}""", false)]
    [InlineData("""{"a": 1, "a": 2}""", false)]
    [InlineData("""{"a": 1, "\u0061": 2}""", false)]
    [InlineData("""{"x": {"a": 1, "a": 2}}""", false)]
    [InlineData("""{"a": 1} {}""", false)]
    [InlineData("""{"a": 1,}""", false)]
    [InlineData("""{"a": 1} // x""", false)]
    [InlineData("""{"\ud800": 1}""", false)]
    [InlineData("[]", false)]
    [InlineData("", false)]
    public void A_body_is_one_object_of_bounded_depth_with_no_field_twice(string text, bool good)
    {
        var read = Record.Exception(() => Json.Parse(Encoding.UTF8.GetBytes(text), 3).Dispose());
        Assert.True(good ? read is null : read is InputException, $"{read}");
    }

    [Theory]
    [InlineData("\"\"", false)]
    [InlineData("\"a\"", true)]
    [InlineData("1", false)]
    [InlineData("\"\\ud800\"", false)]
    public void A_name_is_a_text_that_is_there(string text, bool good)
    {
        var read = Record.Exception(() => Json.Name(Points.Json(text), "x"));
        Assert.True(good ? read is null : read is InputException { Errors: [{ What: var what }] } && what.StartsWith('x'), $"{read}");
        Assert.Throws<InputException>(() => Json.Name(null, "x"));
    }

    [Fact]
    public void And_no_longer_than_may_be_recorded()
    {
        Assert.Equal(Json.LongestName, Json.Name(Points.Json($"\"{new string('x', Json.LongestName)}\""), "x").Length);
        Assert.Throws<InputException>(() => Json.Name(Points.Json($"\"{new string('x', Json.LongestName + 1)}\""), "x"));
    }

    [Fact]
    public void Properties_are_no_more_than_can_be_put_together_often()
    {
        string Fields(int count) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"p{i}\": 1"))}}}";
        Assert.Equal(Json.MostProperties, Json.Properties(Points.Json(Fields(Json.MostProperties)), "x").GetPropertyCount());
        Assert.Throws<InputException>(() => Json.Properties(Points.Json(Fields(Json.MostProperties + 1)), "x"));
    }
}
