using System.Text;
using System.Text.Json;
using Bartizan.Gateway.Judging;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Gateway.Tests.Judging;

public sealed class JudgeTemplateTests
{
    [Fact]
    public void A_text_can_never_leave_its_place()
    {
        var template = new JudgeTemplate("""{"a":["x","{text}"],"b":"<{text}|{text}>","c":1}""");
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(t => t is not null && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(t)) == t), text =>
        {
            using var body = JsonDocument.Parse(template.Body(text));
            Assert.Equal(["a", "b", "c"], body.RootElement.EnumerateObject().Select(m => m.Name));
            Assert.Equal(["x", text], body.RootElement.GetProperty("a").EnumerateArray().Select(e => e.GetString()));
            Assert.Equal($"<{text}|{text}>", body.RootElement.GetProperty("b").GetString());
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("{text}")]
    [InlineData("\\u0022}")]
    [InlineData("a\nb\u2028\u0000")]
    public void Nor_can_these(string text)
    {
        using var body = JsonDocument.Parse(new JudgeTemplate("""{"a":"\u007btext}"}""").Body(text));
        Assert.Equal(text, body.RootElement.GetProperty("a").GetString());
    }

    [Fact]
    public void Half_a_character_is_sent_as_a_replacement()
    {
        using var body = JsonDocument.Parse(new JudgeTemplate("""{"a":"{text}"}""").Body("a\ud800b"));
        Assert.Equal("a\ufffdb", body.RootElement.GetProperty("a").GetString());
    }

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":"text"}""")]
    public void Without_a_slot_it_has_no_place(string json) => Assert.False(new JudgeTemplate(json).HasSlot);

    [Theory]
    [InlineData("")]
    [InlineData("{text}")]
    [InlineData("""{"a":"{text}","a":1}""")]
    [InlineData("""{"a":"{text}"} x""")]
    public void What_is_no_json_is_no_template(string json) => Assert.ThrowsAny<JsonException>(() => new JudgeTemplate(json));
}
