using System.Text;
using System.Text.Json;
using Bartizan.Policy.Tests.Support;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Tests.Json;

public sealed class ValueJsonTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var value = new RandomSyntax(seed).Value(4);
            Assert.Equal(value, CedarValue.FromJson(JsonDocument.Parse(Write(value)).RootElement));
        }
    }

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("2001:db8::1")]
    public void Addresses_too(string text)
    {
        Assert.True(CedarIp.TryParse(text, out var ip));
        Assert.Equal(ip, CedarValue.FromJson(JsonDocument.Parse(Write(ip)).RootElement));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Moments_beyond_what_a_literal_can_write_too(long milliseconds) =>
        Assert.Equal(new CedarDateTime(milliseconds), CedarValue.FromJson(JsonDocument.Parse(Write(new CedarDateTime(milliseconds))).RootElement));

    [Theory]
    [InlineData("__entity")]
    [InlineData("__extn")]
    public void A_record_that_would_be_read_as_something_else_is_not_written(string name) =>
        Assert.Throws<InvalidOperationException>(() => Write(new CedarRecord([KeyValuePair.Create(name, (CedarValue)CedarBool.True)])));

    private static string Write(CedarValue value)
    {
        var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            value.WriteJson(json);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
