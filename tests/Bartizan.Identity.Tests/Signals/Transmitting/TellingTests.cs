using System.Text;
using System.Text.Json.Nodes;
using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.Signals;
using Bartizan.Identity.Signals.Transmitting;

namespace Bartizan.Identity.Tests.Signals.Transmitting;

public class TellingTests
{
    private const string Ended = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
    private const string Changed = "https://schemas.openid.net/secevent/caep/event-type/credential-change";

    private static readonly Issuer Here = new("https://ai.example.com");
    private static readonly DateTimeOffset When = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("kill-switch.thrown", """{"kind":"agent","target":"agt_1","reason":"it leaks","by":"ada"}""", Ended, """{"format":"iss_sub","iss":"https://ai.example.com","sub":"agt_1"}""")]
    [InlineData("kill-switch.thrown", """{"kind":"user","target":"acc_1","reason":"r","by":"ada"}""", Ended, """{"format":"iss_sub","iss":"https://ai.example.com","sub":"acc_1"}""")]
    [InlineData("kill-switch.thrown", """{"kind":"system","target":"checkout","reason":"r","by":"ada"}""", Ended, """{"format":"iss_sub","iss":"https://ai.example.com","sub":"agt_1"}""")]
    [InlineData("kill-switch.thrown", """{"kind":"everything","target":"*","reason":"r","by":"ada"}""", Ended, """{"format":"complex","tenant":{"format":"uri","uri":"https://ai.example.com"}}""")]
    [InlineData("kill-switch.thrown", """{"kind":"work","target":"txn_1","reason":"r","by":"ada"}""", Ended, """{"format":"complex","tenant":{"format":"uri","uri":"https://ai.example.com"},"session":{"format":"opaque","id":"txn_1"}}""")]
    [InlineData("agent.suspended", """{"agent":"agt_1","name":"a","reason":"r","by":"ada"}""", Ended, """{"format":"iss_sub","iss":"https://ai.example.com","sub":"agt_1"}""")]
    [InlineData("agent.revoked", """{"agent":"agt_1","name":"a"}""", Ended, """{"format":"iss_sub","iss":"https://ai.example.com","sub":"agt_1"}""")]
    [InlineData("account.disabled", """{"account":"acc_1","name":"ada","by":"acc_2"}""", Ended, """{"format":"iss_sub","iss":"https://ai.example.com","sub":"acc_1"}""")]
    [InlineData("agent.instance-ended", """{"instance":"ins_1","agent":"agt_1","by":"ada"}""", Ended, """{"format":"uri","uri":"spiffe://ai.example.com/agent/agt_1/instance/ins_1"}""")]
    [InlineData("identity.mandate-ended", """{"mandate":"mdt_1","reason":"r","by":"ada"}""", Ended, """{"format":"complex","tenant":{"format":"uri","uri":"https://ai.example.com"},"session":{"format":"opaque","id":"mdt_1"}}""")]
    [InlineData("agent.credentials-issued", """{"agent":"agt_1","proof":"secret"}""", Changed, """{"format":"iss_sub","iss":"https://ai.example.com","sub":"agt_1"}""")]
    [InlineData("account.password-set", """{"account":"acc_1","name":"ada","by":"acc_1"}""", Changed, """{"format":"iss_sub","iss":"https://ai.example.com","sub":"acc_1"}""")]
    [InlineData("signal.received", """{"accounts":["acc_1"],"did":"sessions-ended"}""", Ended, """{"format":"iss_sub","iss":"https://ai.example.com","sub":"acc_1"}""")]
    public void Each_end_is_told_of_with_a_subject_that_others_know(string kind, string fact, string type, string subject)
    {
        var told = Assert.Single(Of(kind, fact));
        Assert.Equal(type, told.Type);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(subject), told.Subject), told.Subject.ToJsonString());
        Assert.Equal(When.ToUnixTimeSeconds(), told.Said["event_timestamp"]!.GetValue<long>());
        Assert.NotEmpty(told.Said["reason_admin"]!["en"]!.GetValue<string>());
        Assert.DoesNotContain("leaks", told.Said.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(kind, ToldEvents.Kinds.AsEnumerable());
    }

    [Theory]
    [InlineData("kill-switch.thrown", """{"kind":"model","target":"gpt","reason":"r","by":"ada"}""")]
    [InlineData("kill-switch.thrown", """{"kind":"system","target":"unknown","reason":"r","by":"ada"}""")]
    [InlineData("agent.credentials-issued", """{"agent":"agt_1","proof":"none"}""")]
    [InlineData("signal.received", """{"accounts":["acc_1"],"did":"recorded"}""")]
    [InlineData("signal.received", """{"accounts":["acc_1"],"did":"account-disabled"}""")]
    [InlineData("agent.revoked", "[]")]
    public void Nothing_is_told_of_what_others_do_not_know(string kind, string fact) => Assert.Empty(Of(kind, fact));

    [Fact]
    public void Subjects_match_as_the_standard_says()
    {
        var simple = Json("""{"format":"iss_sub","iss":"a","sub":"1"}""");
        Assert.True(Subjects.Match(simple, Json("""{"sub":"1","iss":"a","format":"iss_sub"}""")));
        Assert.False(Subjects.Match(simple, Json("""{"format":"iss_sub","iss":"a","sub":"2"}""")));
        var complex = Json("""{"format":"complex","tenant":{"format":"uri","uri":"t"},"session":{"format":"opaque","id":"s"}}""");
        Assert.True(Subjects.Match(complex, Json("""{"format":"complex","tenant":{"format":"uri","uri":"t"}}""")));
        Assert.False(Subjects.Match(complex, Json("""{"format":"complex","tenant":{"format":"uri","uri":"t"},"session":{"format":"opaque","id":"other"}}""")));
        Assert.False(Subjects.Match(complex, Json("""{"format":"complex","device":{"format":"opaque","id":"d"}}""")));
        Assert.False(Subjects.Match(complex, simple));
    }

    private static IEnumerable<Told> Of(string kind, string fact)
    {
        var agent = new Agent { Id = "agt_1", Name = "a", Owner = "ada", Created = When, KeyId = "k", KeyHash = [], Tags = new Dictionary<string, string> { ["system"] = "checkout" } };
        return Telling.Of(new StoredEvent(1, new EventRecord { Id = "evt_1", Time = When, Source = "identity", Kind = kind, Json = Encoding.UTF8.GetBytes(fact) }), Here, [agent]);
    }

    private static System.Text.Json.JsonElement Json(string text) => System.Text.Json.JsonElement.Parse(text);
}
