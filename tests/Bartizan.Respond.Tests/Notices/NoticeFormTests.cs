using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Ids;
using Bartizan.Respond.Notices;
using Bartizan.Respond.Sinks;
using Bartizan.Storage;
using Bartizan.Testing;
using Bartizan.Testing.Upstreams;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bartizan.Respond.Tests.Notices;

public sealed class NoticeFormTests : IDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly Uri Console = new("https://console.example");

    private readonly string _data = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public void Slack_gets_plain_text_that_nobody_can_turn_into_links_or_calls()
    {
        var json = Written(new SlackForm(Console), Requested(name: "<!channel> *x* <https://evil.example|pay>"));
        Assert.Equal("&lt;!channel&gt; *x* &lt;https://evil.example|pay&gt; wants to callTool Tool::\"bank/pay\".", json.GetProperty("text").GetString());
        var blocks = json.GetProperty("blocks").EnumerateArray().ToList();
        Assert.Equal(["header", "section", "section", "actions"], blocks.Select(b => b.GetProperty("type").GetString()));
        Assert.All(blocks.Take(3), b => Assert.Equal("plain_text", b.GetProperty("text").GetProperty("type").GetString()));
        Assert.Equal("Held by: pays, big\nAsks: owner, approver: 2 people\nUntil: 2026-11-22 10:00 UTC\nRequest: arq_1", blocks[2].GetProperty("text").GetProperty("text").GetString());
        Assert.Equal("https://console.example/requests?request=arq_1", blocks[3].GetProperty("elements")[0].GetProperty("url").GetString());
    }

    [Fact]
    public void A_heading_is_never_longer_than_slack_takes()
    {
        var json = Written(new SlackForm(null), Requested(name: new string('n', 5_000)));
        Assert.Equal(150, json.GetProperty("blocks")[0].GetProperty("text").GetProperty("text").GetString()!.Length);
        Assert.Equal(3, json.GetProperty("blocks").GetArrayLength());
    }

    [Fact]
    public void Teams_gets_an_adaptive_card()
    {
        var card = Written(new TeamsForm(Console), Requested()).GetProperty("attachments")[0];
        Assert.Equal("application/vnd.microsoft.card.adaptive", card.GetProperty("contentType").GetString());
        var content = card.GetProperty("content");
        Assert.Equal(("AdaptiveCard", "1.4"), (content.GetProperty("type").GetString(), content.GetProperty("version").GetString()));
        Assert.All(content.GetProperty("body").EnumerateArray(), b => Assert.Equal("RichTextBlock", b.GetProperty("type").GetString()));
        Assert.Equal("https://console.example/requests?request=arq_1", content.GetProperty("actions")[0].GetProperty("url").GetString());
    }

    [Fact]
    public void Other_events_and_requests_that_are_over_are_nobodys_business()
    {
        var form = new WebhookForm(Console, null);
        Assert.False(form.Write(Stored("access.granted", Requested()), Now, new ArrayBufferWriter<byte>()));
        Assert.False(form.Write(Stored("access.requested", Requested()), Now.AddHours(1), new ArrayBufferWriter<byte>()));
        Assert.True(form.Write(Stored("access.requested", Requested()), Now.AddMinutes(59), new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public async Task Each_request_is_told_once_it_is_in_the_log_signed_and_only_once_across_restarts()
    {
        await using var receiver = ScriptedUpstream.Json("");
        await using (var store = await OpenAsync())
        {
            for (var i = 0; i < 40; i++)
            {
                await store.Events.AppendAsync(Record($"evt_{i}", i % 20 == 7 ? "access.requested" : "gateway.exchange", Requested()), default);
            }

            await RunAsync(store, receiver, s => s.Position == 40);
        }

        await using (var store = await OpenAsync())
        {
            await store.Events.AppendAsync(Record("evt_40", "access.requested", Requested()), default);
            await RunAsync(store, receiver, s => s.Position == 41);
        }

        Assert.Equal(["evt_7", "evt_27", "evt_40"], receiver.Requests.Select(r => r.Headers["webhook-id"]));
        foreach (var request in receiver.Requests)
        {
            var signed = HMACSHA256.HashData(Convert.FromBase64String(Secret[6..]), Encoding.UTF8.GetBytes($"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{request.Body}"));
            Assert.Equal("v1," + Convert.ToBase64String(signed), request.Headers["webhook-signature"]);
            Assert.Equal("arq_1", JsonDocument.Parse(request.Body).RootElement.GetProperty("data").GetProperty("request").GetString());
        }
    }

    private static async Task RunAsync(BartizanStore store, ScriptedUpstream receiver, Func<SinkState, bool> until)
    {
        var state = new SinkState("approvals");
        using var worker = new HttpSinkWorker(
            new HttpSink("approvals", receiver.Address, new WebhookForm(Console, Secret), 1), state, store.Events, store.Cursors, new Bartizan.Testing.ManualClock { Now = Now }, NullLogger<HttpSinkWorker>.Instance);
        await worker.StartAsync(default);
        await Patience.UntilAsync(() => until(state));
        Assert.True(until(state), "It did not happen in time.");
        await worker.StopAsync(default);
    }

    private static JsonElement Written(NoticeForm form, string fact)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Assert.True(form.Write(Stored("access.requested", fact), Now, buffer));
        return JsonDocument.Parse(buffer.WrittenMemory).RootElement;
    }

    private static string Requested(string name = "billing") => JsonSerializer.Serialize(new
    {
        request = "arq_1",
        agent = "agt_1",
        name,
        chain = Array.Empty<string>(),
        action = "callTool",
        resource = "Tool::\"bank/pay\"",
        digest = "d",
        policies = new[] { "pays", "big" },
        asks = new[] { "owner", "approver" },
        needs = 2,
        ends = Now.AddHours(1),
    });

    private static StoredEvent Stored(string kind, string fact) => new(1, Record("evt_1", kind, fact));

    private static EventRecord Record(string id, string kind, string json) => new() { Id = id, Time = Now, Source = "access", Kind = kind, Json = Encoding.UTF8.GetBytes(json) };

    private Task<BartizanStore> OpenAsync() => BartizanStore.OpenAsync(new StoreOptions { DataFolder = _data }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default);
}
