using System.Buffers;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Respond.Notices;

namespace Bartizan.Respond.Tests.Notices;

public sealed class ReviewNoticeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly Uri Console = new("https://console.example");

    [Theory]
    [InlineData("review.waiting")]
    [InlineData("review.due-soon")]
    public void A_service_gets_which_review_waits_for_whom_and_until_when(string kind)
    {
        var json = Written(new WebhookForm(Console, null), kind);
        Assert.Equal(kind, json.GetProperty("type").GetString());
        Assert.Equal("""{"review":"rev_1","title":"Fourth quarter","reviewer":"grace","questions":2,"due":"2026-11-24T09:00:00+00:00","link":"https://console.example/reviews"}""", json.GetProperty("data").GetRawText());
    }

    [Fact]
    public void Chats_get_plain_text_of_names_that_servers_choose()
    {
        var slack = Written(new SlackForm(Console), "review.waiting", title: "Tool <!channel> \u202e changed");
        Assert.Equal("grace is asked 2 questions in the review Tool &lt;!channel&gt; &lt;U+202E&gt; changed. What nobody answers by 2026-11-24 09:00 UTC is removed.", slack.GetProperty("text").GetString());
        Assert.All(slack.GetProperty("blocks").EnumerateArray().Take(3), b => Assert.Equal("plain_text", b.GetProperty("text").GetProperty("type").GetString()));
        var teams = Written(new TeamsForm(null), "review.due-soon", questions: 1).GetProperty("attachments")[0].GetProperty("content");
        Assert.Equal("A review still waits for grace", teams.GetProperty("body")[0].GetProperty("inlines")[0].GetProperty("text").GetString());
        Assert.StartsWith("grace is asked 1 question in", teams.GetProperty("body")[1].GetProperty("inlines")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.False(teams.TryGetProperty("actions", out _));
    }

    [Fact]
    public void What_is_due_and_what_is_only_recorded_is_told_to_nobody()
    {
        var form = new WebhookForm(Console, null);
        Assert.False(form.Write(Stored("review.waiting", Fact()), Now.AddDays(2), new ArrayBufferWriter<byte>()));
        Assert.False(form.Write(Stored("review.asked", Fact()), Now, new ArrayBufferWriter<byte>()));
        Assert.False(form.Write(Stored("review.opened", Fact()), Now, new ArrayBufferWriter<byte>()));
    }

    private static JsonElement Written(NoticeForm form, string kind, string title = "Fourth quarter", int questions = 2)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Assert.True(form.Write(Stored(kind, Fact(title, questions)), Now, buffer));
        return JsonDocument.Parse(buffer.WrittenMemory).RootElement;
    }

    private static string Fact(string title = "Fourth quarter", int questions = 2) => JsonSerializer.Serialize(new { review = "rev_1", title, reviewer = "grace", questions, due = Now.AddDays(2) });

    private static StoredEvent Stored(string kind, string fact) => new(1, new EventRecord { Id = "evt_1", Time = Now, Source = "identity", Kind = kind, Json = Encoding.UTF8.GetBytes(fact) });
}
