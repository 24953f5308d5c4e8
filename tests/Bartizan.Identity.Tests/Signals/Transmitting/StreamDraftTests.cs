using System.Text.Json;
using Bartizan.Core.Signals;
using Bartizan.Identity.Signals.Transmitting;

namespace Bartizan.Identity.Tests.Signals.Transmitting;

public class StreamDraftTests
{
    private static readonly Issuer Here = new("https://ai.example.com");

    [Theory]
    [InlineData("""{"delivery":{"method":"urn:ietf:rfc:8935"}}""")]
    [InlineData("""{"delivery":{"method":"urn:ietf:rfc:8935","endpoint_url":"http://siem.example/in"}}""")]
    [InlineData("""{"delivery":{"method":"urn:ietf:rfc:8935","endpoint_url":"https://a:b@siem.example/in"}}""")]
    [InlineData("""{"delivery":{"method":"urn:ietf:rfc:8935","endpoint_url":"file:///etc/passwd"}}""")]
    [InlineData("""{"delivery":{"method":"urn:ietf:rfc:8935","endpoint_url":"http://127.0.0.1:4181/"}}""")]
    [InlineData("""{"delivery":{"method":"urn:ietf:rfc:8935","endpoint_url":"https://siem.example/in","authorization_header":"a\r\nHost: b"}}""")]
    [InlineData("""{"delivery":{"method":"urn:ietf:rfc:8935","endpoint_url":"https://siem.example/in","authorization_header":7}}""")]
    [InlineData("""{"delivery":{"method":"carrier-pigeon"}}""")]
    [InlineData("""{"delivery":"push"}""")]
    [InlineData("""{"events_requested":"all"}""")]
    [InlineData("""{"events_requested":[1]}""")]
    [InlineData("""{"events_requested":[""]}""")]
    [InlineData("""{"signing_alg":"none"}""")]
    [InlineData("""{"signing_alg":"PS256"}""")]
    [InlineData("""{"signing_alg":7}""")]
    [InlineData("""{"description":7}""")]
    [InlineData("""{"iss":"https://other.example"}""")]
    [InlineData("""{"aud":"somebody-else"}""")]
    [InlineData("""{"events_delivered":[]}""")]
    public void What_no_stream_may_be_is_refused(string json)
    {
        using var fetcher = new SignalFetcher([]);
        var (draft, wrong) = StreamDraft.Read(JsonElement.Parse(json), null, fetcher);
        Assert.True(draft is null && wrong is { Length: > 0 });
    }

    [Fact]
    public void A_client_may_send_back_what_it_read()
    {
        using var fetcher = new SignalFetcher(["127.0.0.1"]);
        var stream = new SignalStream { Id = "sst_1", Client = "agt_1", Created = default, Endpoint = "http://127.0.0.1:9/in", Events = ["https://e.example/1"], Description = "d", Algorithm = "RS256" };
        var view = JsonElement.Parse(StreamView.Of(stream, Here).ToJsonString());
        var (draft, wrong) = StreamDraft.Read(view, view, fetcher);
        Assert.Null(wrong);
        Assert.Equivalent(stream, draft!.Apply(stream, replaces: true));
        Assert.Equivalent(stream with { Description = null, Events = [], Endpoint = null, Algorithm = "ES256" }, new StreamDraft(null, null, null, null, null).Apply(stream, replaces: true));
        Assert.Equivalent(stream, new StreamDraft(null, null, null, null, null).Apply(stream, replaces: false));
    }
}
