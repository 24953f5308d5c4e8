using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bartizan.Identity.Signals.Receiving;
using Bartizan.Testing.Federation;

namespace Bartizan.Identity.Tests.Signals.Receiving;

public class SetCheckTests
{
    [Fact]
    public async Task A_token_of_the_transmitter_is_taken()
    {
        await using var intakes = await Intakes.StartAsync();
        Assert.Equal((Intake.Taken, null), await intakes.TakeAsync(intakes.Token()));
        Assert.Equal((Intake.Taken, null), await intakes.TakeAsync(intakes.Token((h, c) => (h["typ"], c["aud"]) = ("secevent+JWT", Intakes.Audience))));
    }

    [Fact]
    public async Task Whatever_is_changed_in_a_token_it_is_refused_and_does_nothing()
    {
        await using var intakes = await Intakes.StartAsync();
        var session = await intakes.SignInAsync("acc_1", "ada-7");
        (string Code, Action<JsonObject, JsonObject> Spoil)[] spoilt =
        [
            ("invalid_request", (h, _) => h["typ"] = "at+jwt"),
            ("invalid_request", (h, _) => h["typ"] = "logout+jwt"),
            ("invalid_request", (h, _) => h["typ"] = "JWT"),
            ("invalid_request", (h, _) => h.Remove("typ")),
            ("invalid_request", (h, _) => h["crit"] = new JsonArray("exp")),
            ("invalid_request", (h, _) => h["jku"] = "https://keys.example"),
            ("invalid_request", (h, _) => h.Remove("alg")),
            ("invalid_key", (h, _) => h["alg"] = "none"),
            ("invalid_key", (h, _) => h["alg"] = "HS256"),
            ("invalid_key", (h, _) => h["alg"] = "PS256"),
            ("invalid_key", (h, _) => h["kid"] = "another"),
            ("invalid_issuer", (_, c) => c["iss"] = "https://other.example"),
            ("invalid_issuer", (_, c) => c["iss"] = c["iss"]!.GetValue<string>() + "/"),
            ("invalid_issuer", (_, c) => c.Remove("iss")),
            ("invalid_audience", (_, c) => c["aud"] = "https://ai.example.com"),
            ("invalid_audience", (_, c) => c["aud"] = new JsonArray()),
            ("invalid_audience", (_, c) => c["aud"] = new JsonObject { ["a"] = Intakes.Audience }),
            ("invalid_audience", (_, c) => c.Remove("aud")),
            ("invalid_request", (_, c) => c["sub"] = "ada-7"),
            ("invalid_request", (_, c) => c["exp"] = c["iat"]!.GetValue<long>() + 60),
            ("invalid_request", (_, c) => c["nonce"] = "n"),
            ("invalid_request", (_, c) => c.Remove("jti")),
            ("invalid_request", (_, c) => c["jti"] = 7),
            ("invalid_request", (_, c) => c["jti"] = new string('j', 257)),
            ("invalid_request", (_, c) => c.Remove("iat")),
            ("invalid_request", (_, c) => c["iat"] = c["iat"]!.GetValue<long>() + 60),
            ("invalid_request", (_, c) => c["iat"] = c["iat"]!.GetValue<long>() - (8 * 86_400)),
            ("invalid_request", (_, c) => c["iat"] = "now"),
            ("invalid_request", (_, c) => c.Remove("events")),
            ("invalid_request", (_, c) => c["events"] = new JsonObject()),
            ("invalid_request", (_, c) => c["events"] = new JsonArray(Intakes.SessionRevoked)),
            ("invalid_request", (_, c) => c["events"]!["https://schemas.openid.net/secevent/caep/event-type/credential-change"] = new JsonObject()),
            ("invalid_request", (_, c) => c["events"] = new JsonObject { [Intakes.SessionRevoked] = "yes" }),
            ("invalid_request", (_, c) => c["events"] = new JsonObject { ["session-revoked"] = new JsonObject() }),
            ("invalid_request", (_, c) => c["events"] = new JsonObject { ["http://schemas.openid.net/event/backchannel-logout#" + new string('x', 300)] = new JsonObject() }),
            ("invalid_request", (_, c) => c.Remove("sub_id")),
            ("invalid_request", (_, c) => c["sub_id"] = "ada-7"),
            ("invalid_request", (_, c) => c["more"] = new string('x', 20_000)),
            ("invalid_request", (_, c) => c["deep"] = Deep(40)),
        ];
        for (var i = 0; i < spoilt.Length; i++)
        {
            var (became, code) = await intakes.TakeAsync(intakes.Token(spoilt[i].Spoil));
            Assert.True((became, code) == (Intake.Refused, spoilt[i].Code), $"{i}: {became} {code}");
        }

        Assert.True(await intakes.IsInAsync(session));
        Assert.Empty(await intakes.DoneAsync());
    }

    [Fact]
    public async Task Only_the_transmitters_own_private_key_signs()
    {
        await using var intakes = await Intakes.StartAsync();
        var publicKey = intakes.Transmitter.Key.ExportSubjectPublicKeyInfo();
        foreach (var forge in new Func<string, byte[]>[]
        {
            text => HMACSHA256.HashData(publicKey, Encoding.ASCII.GetBytes(text)),
            text => HMACSHA256.HashData(Encoding.ASCII.GetBytes(intakes.Transmitter.Key.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(text)),
            _ => [0],
            text => intakes.Transmitter.Key.SignData(Encoding.ASCII.GetBytes(text + "x"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        })
        {
            intakes.Transmitter.Signature = forge;
            Assert.Equal((Intake.Refused, "invalid_key"), await intakes.TakeAsync(intakes.Token()));
            Assert.Equal((Intake.Refused, "invalid_key"), await intakes.TakeAsync(intakes.Token((h, _) => h["alg"] = "HS256")));
        }

        // Another transmitter's own, about itself and about this one, under the same key id.
        using var other = new FakeProvider(intakes.Clock);
        intakes.Transmitter.Signature = text => other.Key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.Equal((Intake.Refused, "invalid_key"), await intakes.TakeAsync(intakes.Token()));
        Assert.Equal((Intake.Refused, "invalid_key"), await intakes.TakeAsync(intakes.Token((_, c) => c["iss"] = other.Issuer)));
        Assert.Empty(await intakes.DoneAsync());
    }

    [Fact]
    public async Task No_letter_of_a_token_can_be_another()
    {
        await using var intakes = await Intakes.StartAsync();
        var token = intakes.Token();
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.True((await intakes.TakeAsync(changed)).Intake == Intake.Refused, changed);
        }

        Assert.Empty(await intakes.DoneAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("not a token")]
    public async Task What_is_no_token_is_refused(string text)
    {
        await using var intakes = await Intakes.StartAsync();
        Assert.Equal((Intake.Refused, "invalid_request"), await intakes.TakeAsync(text));
    }

    [Fact]
    public async Task Without_keys_it_must_come_again_and_nothing_is_refused_for_good()
    {
        var intakes = await Intakes.StartAsync();
        var token = intakes.Token();
        intakes.Transmitter.Dispose();
        Assert.Equal((Intake.Later, null), await intakes.TakeAsync(token));
        await intakes.DisposeAsync();
    }

    private static JsonObject Deep(int levels) => levels == 0 ? new JsonObject() : new JsonObject { ["d"] = Deep(levels - 1) };
}
